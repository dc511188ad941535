using Numerics.Studies.Catalog.DeepLinear;

namespace Numerics.Studies.Catalog.DeepLinearSweeps;

/// <summary>What the ranges of single parameters cannot say about a sweep.</summary>
public static class SweepValidation
{
    /// <summary>All errors.</summary>
    /// <param name="p">Training part.</param>
    /// <param name="grid">Grid.</param>
    /// <param name="queriesPerSide">Vectors that may be asked of a matrix from one side.</param>
    public static IReadOnlyList<ConfigurationError> Errors(DeepLinearTraining p, SweepGrid grid, int queriesPerSide)
    {
        ArgumentNullException.ThrowIfNull(grid);
        List<ConfigurationError> errors = [.. DeepLinearValidationRules.Training(p)];
        if (grid.Parameterization.Length == 0 || grid.Parameterization.Distinct(StringComparer.Ordinal).Count() != grid.Parameterization.Length)
        {
            errors.Add(new ConfigurationError("grid.parameterization", "Name each parameterization once, at least one of \"muP\" and \"NTK\"."));
        }

        if (errors.Count == 0)
        {
            foreach (double widthRatio in grid.WidthRatio.Values)
            {
                errors.AddRange(DeepLinearValidationRules.Sizes(
                    p, DeepLinearModels.Create(p, grid.Parameterization[0], widthRatio, grid.LearningRate.Values[0]), queriesPerSide));
            }
        }

        return errors;
    }
}
