# Reads a finished run: julia read_results.jl DIRECTORY. Needs HDF5.jl and Parquet2.jl (with DataFrames).
# The files are row-major, so Julia sees the dimensions reversed: axes (layer, step, rank) arrive as A[rank, step, layer].
using HDF5, Parquet2, DataFrames

directory = ARGS[1]
h5open(joinpath(directory, "result.h5"), "r") do file
    println(read_attribute(file, "study"), " schema ", read_attribute(file, "schema"))
    println(read_attribute(file, "manifest"))
    for name in keys(file)
        dataset = file[name]
        haskey(attributes(dataset), "definition") || continue   # a coordinate
        axes = reverse(split(read_attribute(dataset, "dimensions")))
        println(name, " ", size(dataset), " axes ", axes, " [", read_attribute(dataset, "unit"), "]")
    end
end

table = DataFrame(Parquet2.Dataset(joinpath(directory, "result.parquet")); copycols=false)
println(first(table, 5))
