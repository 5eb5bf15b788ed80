using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Virtuos.Kernel.Signatures;

/// <summary>A signature dictionary of a PDF (ISO 32000-1 12.8.1): which bytes it covers and what lies in its gap.</summary>
internal sealed partial class PdfSignature
{
    private PdfSignature(PdfDictionary dictionary, PdfObjects objects, byte[] file, int? number)
    {
        Dictionary = dictionary;
        Number = number;
        SubFilter = objects.Name(dictionary.GetValueOrDefault("SubFilter")) ?? "";
        IsStamp = SubFilter == "ETSI.RFC3161" || objects.Name(dictionary.GetValueOrDefault("Type")) == "DocTimeStamp";
        var contents = objects.Resolve(dictionary.GetValueOrDefault("Contents")) as PdfText;
        Contents = contents?.Bytes ?? [];
        var numbers = objects.List(dictionary.GetValueOrDefault("ByteRange")).Select(n => objects.Resolve(n) is double d and >= 0 and <= int.MaxValue ? (long)d : -1).ToArray();
        if (numbers.Length != 4 || numbers.Contains(-1) || numbers[2] + numbers[3] > file.Length || numbers[1] > numbers[2]) return;
        (Start, GapStart, GapEnd, SignedEnd) = ((int)numbers[0], (int)(numbers[0] + numbers[1]), (int)numbers[2], (int)(numbers[2] + numbers[3]));
        // Only the signature itself may lie in the gap; a copy of the dictionary elsewhere covers other bytes than it shows.
        Whole = Start == 0 && contents is not null && GapStart <= contents.Start && contents.Start - GapStart <= 1 && contents.End <= GapEnd && GapEnd - contents.End <= 1 && GapEnd <= SignedEnd;
    }

    public PdfDictionary Dictionary { get; }

    /// <summary>Number of its object; null when it stands inside of its field.</summary>
    public int? Number { get; }

    public string SubFilter { get; }

    public bool IsStamp { get; }

    /// <summary>The signature with its padding.</summary>
    public byte[] Contents { get; }

    public int Start { get; }

    public int GapStart { get; }

    public int GapEnd { get; }

    /// <summary>Behind the last signed byte.</summary>
    public int SignedEnd { get; }

    /// <summary>The range names all bytes from the first on but those of the signature itself.</summary>
    public bool Whole { get; }

    public byte[] Signed(byte[] file) => SignedEnd == 0 ? [] : [.. file.AsSpan(Start, GapStart - Start), .. file.AsSpan(GapEnd, SignedEnd - GapEnd)];

    /// <summary>The moment that the dictionary states (M).</summary>
    public DateTimeOffset? Moment(PdfObjects objects)
    {
        if (objects.Resolve(Dictionary.GetValueOrDefault("M")) is not PdfText text) return null;
        var match = Date().Match(Encoding.Latin1.GetString(text.Bytes));
        if (!match.Success) return null;
        var zone = match.Groups[2].Success ? $"{match.Groups[2].Value}{match.Groups[3].Value}:{match.Groups[4].Value.PadLeft(2, '0')}" : "+00:00";
        return DateTimeOffset.TryParseExact(match.Groups[1].Value + zone, "yyyyMMddHHmmsszzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment) ? moment : null;
    }

    /// <summary>All filled signature fields, each signature once.</summary>
    public static List<PdfSignature> In(PdfObjects objects, byte[] file)
    {
        List<PdfSignature> found = [];
        HashSet<int> seen = [];
        foreach (var (field, inherited) in PdfFields.Of(objects))
        {
            if (inherited != "Sig" || field.GetValueOrDefault("V") is not { } value) continue;
            var number = (value as PdfReference)?.Number;
            if (number is { } n && !seen.Add(n)) continue;
            if (objects.Dictionary(value) is { } dictionary && new PdfSignature(dictionary, objects, file, number) is { Contents.Length: > 0 } signature && signature.Contents.AsSpan().ContainsAnyExcept((byte)0))
                found.Add(signature);
        }
        return [.. found.OrderBy(s => s.SignedEnd)];
    }

    [GeneratedRegex(@"^D?:?(\d{14})(?:Z|([+-])(\d\d)'?(\d\d)?'?)?")]
    private static partial Regex Date();
}

/// <summary>The fields of a form (ISO 32000-1 12.7) with the type that they have or inherit.</summary>
internal static class PdfFields
{
    private const int Most = 20_000;

    public static List<(PdfDictionary Field, string? Type)> Of(PdfObjects objects)
    {
        List<(PdfDictionary, string?)> fields = [];
        HashSet<PdfDictionary> seen = [];
        var form = objects.Dictionary(objects.Catalog?.GetValueOrDefault("AcroForm"));
        foreach (var field in objects.List(form?.GetValueOrDefault("Fields"))) Walk(field, null, 0);
        return fields;

        void Walk(object? value, string? type, int depth)
        {
            if (depth > 50 || fields.Count > Most || objects.Dictionary(value) is not { } field || !seen.Add(field)) return;
            type = objects.Name(field.GetValueOrDefault("FT")) ?? type;
            fields.Add((field, type));
            foreach (var kid in objects.List(field.GetValueOrDefault("Kids"))) Walk(kid, type, depth + 1);
        }
    }
}
