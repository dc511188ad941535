"""Reads a finished run: python3 read_results.py DIRECTORY. Needs xarray and h5netcdf; duckdb is optional."""
import json
import os
import sys

import xarray

directory = sys.argv[1]
data = xarray.open_dataset(os.path.join(directory, "result.h5"), engine="h5netcdf")
manifest = json.loads(data.attrs["manifest"])
print(manifest["study"], "seed", manifest["seed"], "schema", data.attrs["schema"])
for name, variable in data.data_vars.items():
    axes = ", ".join(f"{dim}={variable.sizes[dim]}" for dim in variable.dims)
    print(f"{name} ({axes}) [{variable.attrs['unit']}] {variable.attrs['definition']}")

try:  # the same numbers as a long table
    import duckdb
    table = duckdb.sql(f"select observable, count(mean) as simulated, max(abs(z)) as worst "
                       f"from '{os.path.join(directory, 'result.parquet')}' group by observable")
    print(table)
except ImportError:
    print("duckdb is not installed: result.parquet not read")
