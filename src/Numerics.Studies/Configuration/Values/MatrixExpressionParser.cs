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
    /// <summary>Most characters of an expression.</summary>
    private const int LongestText = 10_000;

    /// <summary>Most brackets that are open at once.</summary>
    private const int DeepestNesting = 100;

    /// <summary>Most matrices of an expression with its definitions written out: the pencil has about as many blocks, and solving it costs their third power.</summary>
    private const int MostLeaves = 100;

    private readonly Dictionary<string, MatrixExpression> names;
    private readonly Dictionary<MatrixExpression, int> leaves = new(ReferenceEqualityComparer.Instance);
    private int depth;
    private int counted;
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
            throw new FormatException($"\"{Shown(definition)}\" is not of the form \"name = expression\".");
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
        if (expression.Length > LongestText)
        {
            throw new FormatException($"An expression of {expression.Length} characters is too long, at most {LongestText} are read; name parts of it by definitions.");
        }

        text = expression;
        (at, depth, counted) = (0, 0, 0);
        MatrixExpression parsed = ReadSum();
        leaves[parsed] = counted;
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
            ? throw new FormatException($"\"{Shown(text)}\" has a term without a matrix; multiples of the identity are not part of a polynomial here.")
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
        MatrixExpression? known = null;
        if (Take('('))
        {
            if (++depth > DeepestNesting)
            {
                throw new FormatException($"More than {DeepestNesting} brackets are open at position {at}; name parts of the expression by definitions.");
            }

            matrix = ReadSum();
            if (!Take(')'))
            {
                throw new FormatException($"\"{Shown(text)}\" lacks a closing bracket.");
            }

            depth--;
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

            matrix = names.TryGetValue(name, out known)
                ? known
                : throw new FormatException($"There is no matrix {Shown(name)}.{NearestName.Suggestion(name, [.. names.Keys])}");
        }

        counted += leaves.GetValueOrDefault(known ?? matrix, known is null ? 0 : 1);
        if (counted > MostLeaves)
        {
            throw new FormatException($"The polynomial has more than {MostLeaves} matrices with its definitions written out; take one of lower degree.");
        }

        while (Take('\''))
        {
            matrix = matrix.Transpose();
        }

        return matrix;
    }

    private static string Shown(string text) => text.Length <= 100 ? text : text[..97] + "...";

    private FormatException Unreadable() => new($"\"{Shown(text)}\" cannot be read at position {at + 1}; expected a matrix, a number or a bracket.");
}
