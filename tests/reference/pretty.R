# Round breaks of R's pretty() as references.
#
# Usage: Rscript pretty.R     Writes pretty.json beside itself. The values are invented; only their range counts.

ranges <- list(
  c(1, 10), c(0, 100), c(2.3, 48.9), c(0.5, 71), c(-3.2, 7.9), c(-12, -1.5), c(0, 1), c(0.012, 0.047), c(1001, 1004),
  c(99.2, 99.9), c(-0.0004, 0.0003), c(1e6, 7.4e6), c(5, 5.0000001), c(0.1, 0.30000000000000004), c(13, 87), c(4.99, 20.01),
  c(1e9, 1e9 + 1), c(-1e-5, 1e5), c(3, 3.5), c(17.5, 42.5)
)
cases <- c()
for (range in ranges) for (n in 2:7) {
  breaks <- pretty(range, n = n)
  number <- function(x) paste(formatC(x, digits = 17, format = "g", width = 1), collapse = ", ")
  cases <- c(cases, sprintf('  {"low": %s, "high": %s, "n": %d, "breaks": [%s]}', number(range[1]), number(range[2]), n, number(breaks)))
}
arguments <- commandArgs(FALSE)
own <- sub("^--file=", "", grep("^--file=", arguments, value = TRUE))
text <- sprintf('{\n "made_with": {"script": "pretty.R", "R": "%s"},\n "cases": [\n%s\n ]\n}', getRversion(), paste(cases, collapse = ",\n"))
writeLines(text, file.path(dirname(own), "pretty.json"))
