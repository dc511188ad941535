using Numerics.Runner;
using Numerics.Studies.Catalog;

return RunnerApplication.Run(args, Console.Out, Console.Error, AllStudies.Catalog, DefaultDemonstration.Standard);
