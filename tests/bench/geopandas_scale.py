"""Compares `scale.rs` with geopandas on one file: seconds and peak memory of both, each in a process of its own.

    pip install geopandas    # tried with geopandas 1.2.0, shapely 2.2.0, pyogrio 0.13.0
    cargo bench --no-run --bench scale
    python3 tests/bench/geopandas_scale.py FILE.geojsonl.gz target/release/deps/scale-<hash>

geopandas reads the file and runs make_valid; `scale` reads, repairs, snaps and indexes. Both on one core. Exit code 1
when `scale` is not faster or holds half the memory or more.
"""

import os
import re
import subprocess
import sys
import time


def geopandas_alone(path: str) -> None:
    """Runs in the child: prints seconds and the process's peak memory."""
    start = time.perf_counter()
    import geopandas
    import pyogrio
    import shapely

    imported = time.perf_counter()
    frame = geopandas.read_file("/vsigzip/" + os.path.abspath(path))
    read = time.perf_counter()
    valid = frame.geometry.make_valid()
    done = time.perf_counter()
    with open("/proc/self/status") as status:
        peak = int(re.search(r"VmHWM:\s+(\d+)", status.read()).group(1)) / 1024
    print(f"geopandas {geopandas.__version__}, shapely {shapely.__version__}, pyogrio {pyogrio.__version__}")
    print(f"imported in {imported - start:.3f} s")
    print(f"read: {len(frame)} in {read - imported:.3f} s")
    print(f"made valid: {(~frame.geometry.is_valid).sum()} of {len(valid)} in {done - read:.3f} s")
    # Importing is not counted: it would be in geopandas' disfavour.
    print(f"seconds {done - imported:.3f}")
    print(f"peak_mib {peak:.1f}")


def run(command: list[str]) -> tuple[float, float]:
    one_core = {**os.environ, "RAYON_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "OGR_NUM_THREADS": "1"}
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=one_core)
    print("".join(f"  {line}\n" for line in done.stdout.splitlines()), end="")
    told = dict(line.split(" ", 1) for line in done.stdout.splitlines() if line.startswith(("seconds", "peak_mib")))
    return float(told["seconds"]), float(told["peak_mib"])


def main() -> int:
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    if sys.argv[1] == "--alone":
        geopandas_alone(sys.argv[2])
        return 0
    path, scale = sys.argv[1:]
    print("geopandas")
    theirs = run([sys.executable, __file__, "--alone", path])
    print("scale")
    ours = run([scale, path])
    time_ratio, memory_ratio = ours[0] / theirs[0], ours[1] / theirs[1]
    print(f"scale takes {time_ratio:.2f} of the time and {memory_ratio:.2f} of the memory of geopandas")
    return 0 if time_ratio < 1 and memory_ratio < 0.5 else 1


if __name__ == "__main__":
    sys.exit(main())
