/** Made once: a comparison that makes its own rules anew is a hundred times slower. */
const COLLATOR = new Intl.Collator('de', { numeric: true });

/** The order of names for people: numbers in them count as numbers. */
export function compareNames(a: string, b: string): number {
  return COLLATOR.compare(a, b);
}

export function byName(a: { name: string }, b: { name: string }): number {
  return compareNames(a.name, b.name);
}
