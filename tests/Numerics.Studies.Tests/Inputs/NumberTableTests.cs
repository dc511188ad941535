using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using Numerics.Studies.Inputs;

namespace Numerics.Studies.Tests.Inputs;

/// <summary>Data files as people have them: each variant of docs/input-files.md is read to the right numbers, or refused with its sentence.</summary>
public sealed class NumberTableTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("numerics-inputs-");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData("1,2,3\n4,5,6\n")]
    [InlineData("1,2,3\r\n4,5,6")]
    [InlineData("a,b,c\n1,2,3\n4,5,6\n")]
    [InlineData("# made by hand\n# twice\n\na,b,c\n1,2,3\n4,5,6\n\n")]
    [InlineData("\"1\",\"2\",\"3\"\n\"4\",\"5\",\"6\"\n")]
    [InlineData("1;2;3\n4;5;6\n")]
    [InlineData("1\t2\t3\n4\t5\t6\n")]
    [InlineData("1 2 3\n4 5 6\n")]
    [InlineData("1.000000000000000000e+00 2.000000000000000000e+00 3.000000000000000000e+00\n4.0 5.0 6.0\n")]
    [InlineData("1|2|3\n4|5|6\n")]
    [InlineData("1,0;2,0;3,0\n4,0;5,0;6,0\n")]
    [InlineData("x;y;z\n1,0;2,0;3,0\n4,0;5,0;6,0\n")]
    [InlineData("1,2,3,\n4,5,6,\n")]
    [InlineData(" 1 , 2 , 3  \n4, 5 ,6\n")]
    [InlineData("\uFEFF1,2,3\n4,5,6\n")]
    public void A_text_is_read(string text)
    {
        NumberTable table = Read("t.csv", Encoding.UTF8.GetBytes(text));
        Assert.Equal((2, 3), (table.Rows, table.Columns));
        Assert.Equal((double[])[1, 2, 3], table.Row(0).ToArray());
        Assert.Equal((double[])[4, 5, 6], table.Row(1).ToArray());
    }

    [Theory]
    [InlineData("", "holds no rows.")]
    [InlineData("a,b\n", "holds no rows below its header.")]
    [InlineData("1,2\n3\n", "line 2: 1 columns where the first row has 2.")]
    [InlineData("1,2\n3,\n", "line 2, column 2: the cell is empty; there must be a number in every cell.")]
    [InlineData("1,2\n3,x\n", "line 2, column 2: 'x' is no finite number.")]
    [InlineData("# c\n1,2\n3,NaN\n", "line 3, column 2: 'NaN' is no finite number.")]
    [InlineData("1,2\n3,1e999\n", "line 2, column 2: '1e999' is no finite number.")]
    [InlineData("1.5;2\n3;4,5\n", "line 2, column 2: '4,5' is no number with the decimal mark of the other rows; write all numbers alike.")]
    [InlineData("1,2\n# c\n3,4\n", "line 2: a comment among the rows; comments may stand before the table only.")]
    [InlineData("0,1,2\n5,6,7\n", "line 1: this row may be a header or a sample (its numbers count the columns, as a table without names of columns is written); say which by inputs.header, true or false.")]
    [InlineData(",0,1\n0,6,7\n", "line 1: this row may be a header or a sample (its numbers count the columns, as a table without names of columns is written); say which by inputs.header, true or false.")]
    [InlineData("label,1,2\n5,6,7\n", "line 1: this row may be a header or a sample (2 of its 3 cells are numbers); say which by inputs.header, true or false.")]
    [InlineData(",a,b\n0,6,7\n1,6,8\n2,8,8\n", "its first column has no name and counts the rows 0, 1, 2 ...; say by inputs.index whether it is such a count to be left out (true) or an input (false).")]
    public void A_text_is_refused_with_line_column_and_cause(string text, string sentence)
    {
        string message = Assert.Throws<InputFileException>(() => Read("t.csv", Encoding.UTF8.GetBytes(text))).Message;
        Assert.True(message.EndsWith(sentence, StringComparison.Ordinal), message);
    }

    [Fact]
    public void A_header_of_numbers_and_a_count_of_rows_are_what_the_configuration_says()
    {
        byte[] counted = Encoding.UTF8.GetBytes("0,1,2\n5,6,7\n");
        Assert.Equal(1, Read("t.csv", counted, header: true).Rows);
        Assert.Equal(2, Read("t.csv", counted, header: false).Rows);
        byte[] indexed = Encoding.UTF8.GetBytes(",0,1\n0,6,7\n1,6,8\n2,8,9\n");
        NumberTable left = Read("t.csv", indexed, header: true, index: true);
        Assert.Equal((3, 2, 9.0), (left.Rows, left.Columns, left.Row(2)[1]));
        Assert.Equal(3, Read("t.csv", indexed, header: true, index: false).Columns);
    }

    [Fact]
    public void A_large_text_takes_seconds()
    {
        StringBuilder text = new();
        string line = string.Join(',', Enumerable.Range(0, 785).Select(k => (k * 37 % 256).ToString(CultureInfo.InvariantCulture))) + "\n";
        for (int row = 0; row < 20_000; row++)
        {
            text.Append(line);
        }

        var watch = Stopwatch.StartNew();
        NumberTable table = Read("t.csv", Encoding.UTF8.GetBytes(text.ToString()));
        Assert.Equal((20_000, 785), (table.Rows, table.Columns));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"{watch.Elapsed}");
    }

    [Fact]
    public void A_packed_text_is_checked_to_its_last_byte()
    {
        byte[] first = Pack("1,2\n3,4\n");
        byte[] second = Pack("5,6\n");
        Assert.Equal(2, Read("t.csv.gz", first).Rows);
        Assert.Equal(3, Read("t.csv.gz", [.. first, .. second]).Rows);
        byte[] wrongSum = [.. first];
        wrongSum[^5] ^= 1;
        byte[] wrongLength = [.. first];
        wrongLength[^1] ^= 1;
        foreach (byte[] damaged in (byte[][])[first[..^8], first[..^1], first[..^4], [.. first, .. second[..^8]], [.. first, 1, 2, 3, 4, 5, 6, 7, 8, 9], [.. first, 0], wrongSum, wrongLength, first[..(first.Length / 2)]])
        {
            string message = Assert.Throws<InputFileException>(() => Read("t.csv.gz", damaged)).Message;
            Assert.Contains("get it again.", message, StringComparison.Ordinal);
        }

        Assert.Contains("is not a gzip file", Assert.Throws<InputFileException>(() => Read("t.csv.gz", Encoding.UTF8.GetBytes("1,2\n3,4\n5,6\n7,8\n9,10\n"))).Message, StringComparison.Ordinal);
    }

    /// <summary>Headers as NumPy writes them and as other writers do.</summary>
    [Theory]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }", "f8", false)]
    [InlineData("{'descr': '>f8', 'fortran_order': False, 'shape': (2, 3), }", "f8", true)]
    [InlineData("{\"shape\": (2, 3), \"fortran_order\": True, \"descr\": \"<f4\",}", "f4", false)]
    [InlineData("{'fortran_order': False, 'shape': (2, 3), 'descr': '<f2'}", "f2", false)]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3), }", "u1", false)]
    [InlineData("{'descr': '|i1', 'fortran_order': False, 'shape': (2, 3), }", "i1", false)]
    [InlineData("{'descr': '<u2', 'fortran_order': True, 'shape': (2, 3,), }", "u2", false)]
    [InlineData("{'descr': '>u2', 'fortran_order': False, 'shape': (2, 3), }", "u2", true)]
    [InlineData("{'descr': '<i4', 'fortran_order': False, 'shape': (2, 3), }", "i4", false)]
    [InlineData("{'descr': '>u4', 'fortran_order': False, 'shape': (2, 3), }", "u4", true)]
    [InlineData("{'descr': '<u8', 'fortran_order': False, 'shape': (2, 3), }", "u8", false)]
    [InlineData("{'descr': '>i8', 'fortran_order': False, 'shape': (2, 3), }", "i8", true)]
    public void An_array_is_read_whatever_its_type_and_header(string header, string type, bool big)
    {
        double[] byRows = [1, 2, 3, 4, 5, 6];
        double[] stored = header.Contains("True", StringComparison.Ordinal) ? [1, 4, 2, 5, 3, 6] : byRows;
        for (byte version = 1; version <= 3; version++)
        {
            NumberTable table = Read("t.npy", Npy(header, version, [.. stored.SelectMany(value => Encode(value, type, big))]));
            Assert.Equal((2, 3), (table.Rows, table.Columns));
            Assert.Equal(byRows, (double[])[.. table.Row(0), .. table.Row(1)]);
        }
    }

    [Fact]
    public void Truth_values_and_lists_are_read()
    {
        NumberTable table = Read("t.npy", Npy("{'descr': '|b1', 'fortran_order': False, 'shape': (3,), }", 1, [1, 0, 1]));
        Assert.Equal((3, 1), (table.Rows, table.Columns));
        Assert.Equal(0, table.Row(1)[0]);
    }

    [Theory]
    [InlineData("{'descr': '<c16', 'fortran_order': False, 'shape': (1, 1), }", 16, "holds no plain real numbers")]
    [InlineData("{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (2,), }", 16, "holds no plain real numbers")]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (2,), }", 16, "holds no plain real numbers")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }", 40, "has 48 bytes and the file holds 40")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }", 56, "has 48 bytes and the file holds 56")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (9999999999, 9999999999), }", 48, "and the file holds 48")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999999999999999, 3), }", 48, "and the file holds 48")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (1, 2, 3), }", 48, "holds an array of shape (1, 2, 3)")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (), }", 8, "holds an array of shape ()")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (0, 3), }", 0, "holds an array of shape (0, 3)")]
    [InlineData("nonsense", 0, "its header is no description of an array")]
    public void An_array_is_refused_before_anything_is_allocated(string header, int bytes, string sentence)
    {
        byte[] file = Npy(header, 1, new byte[bytes]);
        Assert.Contains(sentence, Assert.Throws<InputFileException>(() => Read("t.npy", file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lengths_of_headers_beyond_the_file_are_refused()
    {
        byte[] file = Npy("{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }", 2, new byte[48]);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(8), -1);
        Assert.Contains("its header should have 4294967295 bytes", Assert.Throws<InputFileException>(() => Read("t.npy", file)).Message, StringComparison.Ordinal);
        Assert.Contains("first bytes are wrong", Assert.Throws<InputFileException>(() => Read("t.npy", [0x93, 0x4e])).Message, StringComparison.Ordinal);
        file[6] = 9;
        Assert.Contains("version 9", Assert.Throws<InputFileException>(() => Read("t.npy", file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_archive_is_a_table_or_inputs_with_labels()
    {
        byte[] inputs = Npy("{'descr': '<f8', 'fortran_order': False, 'shape': (2, 2), }", 1, [.. new double[] { 1, 2, 3, 4 }.SelectMany(value => Encode(value, "f8", false))]);
        byte[] labels = Npy("{'descr': '<i8', 'fortran_order': False, 'shape': (2,), }", 1, [.. new double[] { 7, 8 }.SelectMany(value => Encode(value, "i8", false))]);
        Assert.Equal((double[])[3, 4], Read("t.npz", Zip(("x", inputs))).Row(1).ToArray());
        Assert.Equal((double[])[3, 4, 8], Read("t.npz", Zip(("x", inputs), ("y", labels))).Row(1).ToArray());
        Assert.Contains("one table is needed", Assert.Throws<InputFileException>(() => Read("t.npz", Zip(("x", inputs), ("z", inputs)))).Message, StringComparison.Ordinal);
        byte[] cut = Zip(("x", inputs), ("y", labels))[..^10];
        Assert.Contains("get it again", Assert.Throws<InputFileException>(() => Read("t.npz", cut)).Message, StringComparison.Ordinal);
        byte[] three = Npy("{'descr': '<i8', 'fortran_order': False, 'shape': (3,), }", 1, [.. new double[] { 7, 8, 9 }.SelectMany(value => Encode(value, "i8", false))]);
        Assert.Contains("one label a row", Assert.Throws<InputFileException>(() => Read("t.npz", Zip(("x", inputs), ("y", three)))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Devices_missing_files_and_other_formats_are_refused()
    {
        Assert.Contains("a device or a pipe", Assert.Throws<InputFileException>(() => NumberTable.Read("/dev/zero")).Message, StringComparison.Ordinal);
        Assert.Contains("does not exist", Assert.Throws<InputFileException>(() => NumberTable.Read(Path.Combine(folder.FullName, "none.csv"))).Message, StringComparison.Ordinal);
        Assert.Contains("unknown format", Assert.Throws<InputFileException>(() => Read("t.xlsx", [1])).Message, StringComparison.Ordinal);
        Assert.Contains("is empty", Assert.Throws<InputFileException>(() => NumberTable.Read("")).Message, StringComparison.Ordinal);
    }

    private NumberTable Read(string name, byte[] bytes, bool? header = null, bool? index = null)
    {
        string path = Path.Combine(folder.FullName, name);
        File.WriteAllBytes(path, bytes);
        return NumberTable.Read(path, new AutoChoice(header), new AutoChoice(index));
    }

    private static byte[] Npy(string header, byte version, byte[] data)
    {
        byte[] text = Encoding.UTF8.GetBytes(header + "\n");
        byte[] length = version == 1 ? [(byte)text.Length, (byte)(text.Length >> 8)] : [(byte)text.Length, (byte)(text.Length >> 8), 0, 0];
        return [0x93, .. "NUMPY"u8, version, 0, .. length, .. text, .. data];
    }

    private static byte[] Encode(double value, string type, bool big)
    {
        byte[] little = type switch
        {
            "f8" => BitConverter.GetBytes(value),
            "f4" => BitConverter.GetBytes((float)value),
            "f2" => BitConverter.GetBytes((Half)value),
            "u1" or "i1" => [(byte)value],
            "u2" => BitConverter.GetBytes((ushort)value),
            "i4" or "u4" => BitConverter.GetBytes((int)value),
            _ => BitConverter.GetBytes((long)value),
        };
        return big ? [.. little.Reverse<byte>()] : little;
    }

    private static byte[] Pack(string text)
    {
        using var stream = new MemoryStream();
        using (var packer = new GZipStream(stream, CompressionLevel.Optimal))
        {
            packer.Write(Encoding.UTF8.GetBytes(text));
        }

        return stream.ToArray();
    }

    private static byte[] Zip(params (string Name, byte[] Content)[] entries)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create))
        {
            foreach ((string name, byte[] content) in entries)
            {
                using Stream entry = archive.CreateEntry(name + ".npy").Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }
}
