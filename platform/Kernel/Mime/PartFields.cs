using System.Text.RegularExpressions;

namespace Virtuos.Kernel.Mime;

/// <summary>What the header of a part says about its content, and every other reading of it that some program may have.</summary>
internal static partial class PartFields
{
    private static readonly Dictionary<string, TransferEncoding> Spellings = new(StringComparer.Ordinal)
    {
        ["base64"] = TransferEncoding.Base64, ["x-base64"] = TransferEncoding.Base64, ["base-64"] = TransferEncoding.Base64, ["b"] = TransferEncoding.Base64,
        ["quoted-printable"] = TransferEncoding.QuotedPrintable, ["q"] = TransferEncoding.QuotedPrintable, ["qp"] = TransferEncoding.QuotedPrintable,
        ["uuencode"] = TransferEncoding.Uuencode, ["x-uuencode"] = TransferEncoding.Uuencode, ["uue"] = TransferEncoding.Uuencode, ["x-uue"] = TransferEncoding.Uuencode,
        ["7bit"] = TransferEncoding.Identity, ["8bit"] = TransferEncoding.Identity, ["binary"] = TransferEncoding.Identity, ["7-bit"] = TransferEncoding.Identity,
        ["8-bit"] = TransferEncoding.Identity, ["none"] = TransferEncoding.Identity, [""] = TransferEncoding.Identity,
    };

    /// <summary>The type, in lower case; what is no type at all is text (RFC 2045, 5.2).</summary>
    public static string Type(MimeHeader header, string otherwise, HashSet<string> oddities)
    {
        List<string> types = [.. header.All("Content-Type").Select(raw => MimeParameters.Parse(raw).Value).Where(t => t.Length > 0).Distinct(StringComparer.Ordinal)];
        if (types.Count > 1) oddities.Add("type-ambiguous");
        return types.FirstOrDefault(t => t.StartsWith("multipart/", StringComparison.Ordinal)) ?? types.FirstOrDefault(t => t.Contains('/', StringComparison.Ordinal)) ?? (types.Count == 0 ? otherwise : "application/octet-stream");
    }

    /// <summary>Every boundary that some program may look for.</summary>
    public static HashSet<string> Boundaries(MimeHeader header, HashSet<string> oddities)
    {
        HashSet<string> found = new(StringComparer.Ordinal);
        foreach (var raw in header.All("Content-Type"))
        {
            var read = MimeParameters.Parse(raw).All("boundary");
            if (read.Count > 1) oddities.Add("boundary-ambiguous");
            found.UnionWith(read);
            if (found.Count > 1) oddities.Add("boundary-ambiguous");
            foreach (Match match in LooseBoundary().Matches(raw))
                found.UnionWith([match.Groups[1].Value, match.Groups[2].Value, match.Groups[2].Value.Replace("\\", "", StringComparison.Ordinal)]);
        }
        foreach (var boundary in found.ToArray()) found.UnionWith([boundary.TrimEnd(), boundary.Trim()]);
        found.RemoveWhere(string.IsNullOrWhiteSpace);
        return found;
    }

    public static IReadOnlyList<TransferEncoding> Encodings(MimeHeader header, HashSet<string> oddities)
    {
        List<TransferEncoding> read = [];
        foreach (var raw in header.All("Content-Transfer-Encoding"))
        {
            var plain = MimeParameters.Parse(raw).Value.Trim('"', '\'');
            if (Spellings.TryGetValue(plain, out var encoding))
            {
                // "base64;" and "bas()e64" are no encoding for some programs.
                if (!raw.Trim().Equals(plain, StringComparison.OrdinalIgnoreCase)) oddities.Add("encoding-odd");
                read.Add(encoding);
                continue;
            }
            // A value with something around it is another encoding for who looks only for the word.
            oddities.Add("encoding-unknown");
            read.Add(TransferEncoding.Identity);
            read.AddRange(Spellings.Where(s => s.Key.Length > 5 && raw.Contains(s.Key, StringComparison.OrdinalIgnoreCase)).Select(s => s.Value));
        }
        List<TransferEncoding> different = [.. read.Distinct()];
        if (different.Count > 1) oddities.Add("encoding-ambiguous");
        return different.Count == 0 ? [TransferEncoding.Identity] : different;
    }

    /// <summary>Every name of a file that some program may show, the likeliest first.</summary>
    public static IReadOnlyList<string> Names(MimeHeader header)
    {
        IEnumerable<string> names = [
            .. header.All("Content-Disposition").SelectMany(raw => MimeParameters.Parse(raw).All("filename")),
            .. header.All("Content-Type").SelectMany(raw => MimeParameters.Parse(raw).All("name")),
            .. header.All("Content-Disposition").Concat(header.All("Content-Type")).SelectMany(raw => LooseName().Matches(raw).Select(m => EncodedWords.Decode(m.Groups[1].Value.Trim().Trim('"', '\''))))];
        return [.. names.Select(FileName).Where(n => n.Length > 0).Distinct(StringComparer.Ordinal)];
    }

    // Some programs send the whole path, and a line end or a right-to-left mark only misleads the eye.
    private static string FileName(string name)
    {
        name = string.Concat(name.Where(c => !char.IsControl(c) && c is not ('\u202A' or '\u202B' or '\u202C' or '\u202D' or '\u202E' or '\u2066' or '\u2067' or '\u2068' or '\u2069' or '\u200E' or '\u200F'))).Trim();
        var slash = name.LastIndexOfAny(['/', '\\']);
        name = slash >= 0 && slash < name.Length - 1 ? name[(slash + 1)..] : name;
        return name.Length > 200 ? name[..150] + "…" + name[^40..] : name;
    }

    [GeneratedRegex("""boundary\s*(?:\*\d*\*?)?\s*(?:\([^)]*\)\s*)?=\s*"?([^"\s;]+|(?<=")[^"]*)"?(?:\s*([^\s;]*))?""", RegexOptions.IgnoreCase)]
    private static partial Regex LooseBoundary();

    [GeneratedRegex("""name\s*(?:\([^)]*\)\s*)?=\s*("[^"]*"|[^;"]+)""", RegexOptions.IgnoreCase)]
    private static partial Regex LooseName();
}
