using System.Text;
using Numerics.Studies.Configuration;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Tests.Configuration;

/// <summary>Damaged JSON is named by its place in words of this program.</summary>
public sealed class JsonDamageTests
{
    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData(" \n\t", "the file is empty")]
    [InlineData("{ \"a\": 1", "line 1, column 9: the text ends before it is complete")]
    [InlineData("{\n  \"a\": [1, 2\n", "line 2, column 13: the text ends before it is complete")]
    [InlineData("{ \"a\": \"x", "line 1, column 10: the text ends before it is complete")]
    [InlineData("{ \"a\": tru", "line 1, column 11: the text ends before it is complete")]
    [InlineData("{ \"a\": 1.", "line 1, column 10: the text ends before it is complete")]
    [InlineData("{ \"a\": \"\\u00", "line 1, column 13: the text ends before it is complete")]
    [InlineData("{ \"a\": trux }", "not valid JSON from here on")]
    [InlineData("{\n  \"a\" 1\n}", "line 2, column 7: not valid JSON from here on")]
    [InlineData("{\n  \"ä\" 1\n}", "line 2, column 7: not valid JSON from here on")]
    [InlineData("{ \"a\": 1,\n  \"b\": 2,\n  \"a\": 3 }", "line 3, column 3: the key 'a' is there twice")]
    [InlineData("{ \"a\": { \"b\": 1, \"\\u0062\": 2 } }", "column 18: the key 'b' is there twice")]
    [InlineData("\u0001\u0002", "line 1, column 1: not valid JSON from here on")]
    [InlineData("{} {}", "line 1, column 4: not valid JSON from here on")]
    [InlineData("{ \"\\ud800\": 1 }", "line 1, column 3: not a valid text from here on")]
    [InlineData("{ \"a\": \"\\ud800\" }", "line 1, column 8: not a valid text from here on")]
    public void The_first_damage_is_named(string text, string clause)
    {
        Assert.StartsWith(clause.StartsWith("not valid", StringComparison.Ordinal) || clause.StartsWith("column", StringComparison.Ordinal) ? "line 1" : clause, JsonDamage.Find(Encoding.UTF8.GetBytes(text)), StringComparison.Ordinal);
        ConfigurationException refused = Assert.Throws<ConfigurationException>(() => ConfigurationJson.Parse(text, "c.json"));
        Assert.Contains(clause, refused.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", refused.Message, StringComparison.Ordinal);
        Assert.Contains("; ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Depth_is_named_whatever_the_size_of_the_file()
    {
        Assert.StartsWith("line 1, column 65: more than 64 brackets are open", JsonDamage.Find(Encoding.UTF8.GetBytes(new string('[', 5_000_000))), StringComparison.Ordinal);
        Assert.Null(JsonDamage.Find(Encoding.UTF8.GetBytes(new string('[', 64) + new string(']', 64))));
    }

    [Fact]
    public void Comments_and_trailing_commas_are_for_people()
    {
        byte[] text = "{ /* width */ \"a\": [1, 2,], // end\n }"u8.ToArray();
        Assert.Null(JsonDamage.Find(text));
        Assert.Equal("line 1, column 3: not valid JSON from here on", JsonDamage.Find(text, remedy: false));
    }
}
