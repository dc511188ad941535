using System.Globalization;
using Numerics.Spectra.Ensembles;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Configuration.Values;

/// <summary>Reads a polynomial in named matrices.</summary>
/// <remarks>
/// <code>
/// sum = ["-"] product { ("+" | "-") product };   product = factor { ["*"] factor };   factor = number | ( name | "(" sum ")" ) { "'" }
/// </code>
/// </remarks>
public sealed class MatrixExpressionParser
{
    private readonly Dictionary<string, MatrixExpression> names;
    private string text = "";
    private int at;

    /// <summary>A parser that knows the matrices.</summary>
    public MatrixExpressionParser(IEnumerable<GaussianFactor> matrices)
    {
        ArgumentNullException.ThrowIfNull(matrices);
        names = matrices.ToDictionary(matrix => matrix.Name, matrix => (MatrixExpression)new MatrixExpression.Leaf(matrix, false), StringComparer.Ordinal);
    }

    /// <summary>Reads "name = expression" and remembers the name.</summary>
    /// <exception cref="FormatException">One sentence on what is wrong.</exception>
    public void Define(string definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        string[] parts = definition.Split('=');
        string name = parts[0].Trim();
        if (parts.Length != 2 || !IsName(name))
        {
            throw new FormatException($"\"{definition}\" is not of the form \"name = expression\".");
        }

        if (!names.TryAdd(name, Parse(parts[1])))
        {
            throw new FormatException($"There is already something named {name}; names must differ.");
        }
    }

    /// <summary>Reads an expression.</summary>
    /// <exception cref="FormatException">One sentence on the place that cannot be read.</exception>
    /// <exception cref="ArgumentException">One sentence on the product or sum whose sizes do not match.</exception>
    public MatrixExpression Parse(string expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        text = expression;
        at = 0;
        MatrixExpression parsed = ReadSum();
        return Peek() == '\0' ? parsed : throw Unreadable();
    }

    /// <summary>Whether a text can name a matrix.</summary>
    public static bool IsName(string name) => name.Length > 0 && char.IsAsciiLetter(name[0]) && name.All(char.IsAsciiLetterOrDigit);

    private char Peek()
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        return at < text.Length ? text[at] : '\0';
    }

    private bool Take(char symbol)
    {
        bool found = Peek() == symbol;
        at += found ? 1 : 0;
        return found;
    }

    private MatrixExpression ReadSum()
    {
        double sign = Take('-') ? -1 : 1;
        MatrixExpression sum = ReadProduct();
        sum = sign < 0 ? new MatrixExpression.Multiple(-1, sum) : sum;
        while (Peek() is '+' or '-')
        {
            double factor = text[at++] == '-' ? -1 : 1;
            MatrixExpression next = ReadProduct();
            sum = new MatrixExpression.Sum(sum, next, factor);
        }

        return sum;
    }

    private MatrixExpression ReadProduct()
    {
        double number = 1;
        MatrixExpression? product = null;
        bool first = true;
        while (first || Peek() is '*' or '(' || char.IsAsciiLetterOrDigit(Peek()))
        {
            _ = !first && Take('*');
            first = false;
            if (char.IsAsciiDigit(Peek()) || Peek() == '.')
            {
                number *= ReadNumber();
                continue;
            }

            MatrixExpression factor = ReadMatrix();
            product = product is null ? factor : new MatrixExpression.Product(product, factor);
        }

        return product is null
            ? throw new FormatException($"\"{text}\" has a term without a matrix; multiples of the identity are not part of a polynomial here.")
            : number == 1 ? product : new MatrixExpression.Multiple(number, product);
    }

    private double ReadNumber()
    {
        int start = at;
        while (at < text.Length && (char.IsAsciiDigit(text[at]) || text[at] == '.'
            || (text[at] is 'e' or 'E' && at + 1 < text.Length && (char.IsAsciiDigit(text[at + 1]) || text[at + 1] is '-' or '+'))
            || (text[at] is '-' or '+' && text[at - 1] is 'e' or 'E')))
        {
            at++;
        }

        return double.TryParse(text[start..at], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : throw Unreadable();
    }

    private MatrixExpression ReadMatrix()
    {
        MatrixExpression matrix;
        if (Take('('))
        {
            matrix = ReadSum();
            if (!Take(')'))
            {
                throw new FormatException($"\"{text}\" lacks a closing bracket.");
            }
        }
        else
        {
            int start = at;
            while (at < text.Length && char.IsAsciiLetterOrDigit(text[at]))
            {
                at++;
            }

            string name = text[start..at];
            if (name.Length == 0)
            {
                throw Unreadable();
            }

            matrix = names.TryGetValue(name, out MatrixExpression? known)
                ? known
                : throw new FormatException($"There is no matrix {name}.{NearestName.Suggestion(name, [.. names.Keys])}");
        }

        while (Take('\''))
        {
            matrix = matrix.Transpose();
        }

        return matrix;
    }

    private FormatException Unreadable() => new($"\"{text}\" cannot be read at position {at + 1}; expected a matrix, a number or a bracket.");
}
