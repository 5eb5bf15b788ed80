using System.Globalization;
using System.Text;
using Virtuos.Testing.PdfA;

namespace Virtuos.Modules.Tests.Kernel.Paper;

/// <summary>Writes a file again with some of its values spoilt, so that the checker can be seen to notice.</summary>
internal sealed class DamagedPdf(PdfReader good)
{
    private readonly Dictionary<int, PdfValue> values = good.Numbers
        .Where(number => good.Find(number) is not PdfStream { Entries: var entries } || !(entries.GetValueOrDefault("Type") is PdfName { Value: "ObjStm" or "XRef" }))
        .ToDictionary(number => number, number => good.Find(number)!);

    /// <summary>Replaces an entry of the first dictionary that fits; null removes it.</summary>
    public DamagedPdf Set(Func<PdfDictionary, bool> where, string key, PdfValue? value)
    {
        var (number, found) = values.Where(pair => pair.Value is PdfDictionary).Select(pair => (pair.Key, (PdfDictionary)pair.Value)).First(pair => where(pair.Item2));
        var entries = new Dictionary<string, PdfValue>(found.Entries);
        entries.Remove(key);
        if (value is not null)
            entries[key] = value;
        values[number] = found is PdfStream stream ? new PdfStream(entries, stream.Raw) : new PdfDictionary(entries);
        return this;
    }

    /// <summary>Replaces words in the first stream that fits and has them.</summary>
    public DamagedPdf Rewrite(Func<PdfStream, bool> where, string from, string to)
    {
        var (number, stream, text) = values.Where(pair => pair.Value is PdfStream candidate && where(candidate))
            .Select(pair => (pair.Key, (PdfStream)pair.Value, Encoding.Latin1.GetString(good.Data((PdfStream)pair.Value))))
            .First(candidate => candidate.Item3.Contains(from, StringComparison.Ordinal));
        var entries = new Dictionary<string, PdfValue>(stream.Entries);
        entries.Remove("Filter");
        values[number] = new PdfStream(entries, Encoding.Latin1.GetBytes(text.Replace(from, to)));
        return this;
    }

    /// <summary>The file with a classic cross reference table.</summary>
    public byte[] Write()
    {
        var file = new MemoryStream();
        file.Write([.. "%PDF-1.7\n%"u8, 0xE2, 0xE3, 0xCF, 0xD3, (byte)'\n']);
        var size = values.Keys.Max() + 1;
        var table = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"xref\n0 {size}\n0000000000 65535 f \n"));
        for (var number = 1; number < size; number++)
        {
            if (!values.TryGetValue(number, out var value))
            {
                table.Append("0000000000 00000 f \n");
                continue;
            }
            table.Append(CultureInfo.InvariantCulture, $"{file.Position:0000000000} 00000 n \n");
            Text($"{number} 0 obj\n{Of(value)}\n");
            if (value is PdfStream stream)
            {
                Text("stream\n");
                file.Write(stream.Raw.Span);
                Text("\nendstream\n");
            }
            Text("endobj\n");
        }
        var start = file.Position;
        var trailer = string.Join(' ', new[] { "Root", "Info", "ID" }.Select(key => $"/{key} {Of(good.Trailer[key]!)}"));
        Text($"{table}trailer\n<</Size {size} {trailer}>>\nstartxref\n{start}\n%%EOF\n");
        return file.ToArray();

        void Text(string text) => file.Write(Encoding.ASCII.GetBytes(text));
    }

    private static string Of(PdfValue value) => value switch
    {
        PdfFlag flag => flag.Value ? "true" : "false",
        PdfNumber number => number.Value.ToString("0.######", CultureInfo.InvariantCulture),
        PdfName name => "/" + string.Concat(Encoding.UTF8.GetBytes(name.Value).Select(code => char.IsAsciiLetterOrDigit((char)code) || code is (byte)'-' or (byte)'+' ? $"{(char)code}" : $"#{code:X2}")),
        PdfWord word => $"<{Convert.ToHexString(word.Bytes)}>",
        PdfArray array => $"[{string.Join(' ', array.Items.Select(Of))}]",
        PdfReference reference => string.Create(CultureInfo.InvariantCulture, $"{reference.Number} 0 R"),
        PdfStream stream => Of(new PdfDictionary(new Dictionary<string, PdfValue>(stream.Entries) { ["Length"] = new PdfNumber(stream.Raw.Length) })),
        PdfDictionary dictionary => $"<<{string.Join(' ', dictionary.Entries.Select(entry => $"{Of(new PdfName(entry.Key))} {Of(entry.Value)}"))}>>",
        _ => "null",
    };
}
