using System.Globalization;
using Numerics.Runner;
using Numerics.Runner.Invocation;
using Numerics.Studies.Catalog;

// Numbers are written with a point wherever the program runs.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
return RunnerApplication.Run(args, Console.Out, Console.Error, AllStudies.Catalog, DefaultDemonstration.Standard);
