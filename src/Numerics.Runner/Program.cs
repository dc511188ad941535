using Numerics.Runner;
using Numerics.Runner.Invocation;
using Numerics.Studies.Catalog;

return RunnerApplication.Run(args, Console.Out, Console.Error, AllStudies.Catalog, DefaultDemonstration.Standard);
