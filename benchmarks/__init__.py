"""How fast it is: every figure beside something plain, measured in the same run. `./benchmarks/run --help`."""
