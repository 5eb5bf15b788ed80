using System.Globalization;

namespace Virtuos.Testing.PdfA;

/// <summary>A value of a PDF file as read by the checker.</summary>
public abstract record PdfValue;

public sealed record PdfNothing : PdfValue;

public sealed record PdfFlag(bool Value) : PdfValue;

public sealed record PdfNumber(double Value) : PdfValue;

public sealed record PdfName(string Value) : PdfValue;

public sealed record PdfWord(byte[] Bytes, bool Hexadecimal) : PdfValue
{
    /// <summary>The words of a text string: UTF-16 with a mark, otherwise Latin.</summary>
    public string Text => Bytes is [0xFE, 0xFF, ..]
        ? System.Text.Encoding.BigEndianUnicode.GetString(Bytes, 2, Bytes.Length - 2)
        : System.Text.Encoding.Latin1.GetString(Bytes);
}

public sealed record PdfArray(IReadOnlyList<PdfValue> Items) : PdfValue;

public sealed record PdfReference(int Number) : PdfValue;

/// <summary>A keyword of a content stream or of the file's frame.</summary>
public sealed record PdfKeyword(string Value) : PdfValue;

public record PdfDictionary(IReadOnlyDictionary<string, PdfValue> Entries) : PdfValue
{
    public PdfValue? this[string key] => Entries.GetValueOrDefault(key);

    public bool Has(string key) => Entries.ContainsKey(key);
}

/// <summary>A dictionary with data; still encoded.</summary>
public sealed record PdfStream(IReadOnlyDictionary<string, PdfValue> Entries, ReadOnlyMemory<byte> Raw) : PdfDictionary(Entries);

/// <summary>The file breaks the grammar of PDF.</summary>
public sealed class PdfBrokenException(string message, int at) : Exception(
    string.Create(CultureInfo.InvariantCulture, $"{message} (byte {at})"));
