using System.Text;

namespace Virtuos.Kernel.Mime;

/// <summary>Character sets of messages: what is declared is believed only as long as the bytes agree.</summary>
public static class Charsets
{
    private static readonly UTF8Encoding Strict = new(false, true);

    // What Czech text is written with; symbols in place of letters tell that the set is another one.
    private const string Czech = "áčďéěíňóřšťúůýžÁČĎÉĚÍŇÓŘŠŤÚŮÝŽ";
    private const string German = "äöüßÄÖÜ";
    private static readonly Lazy<Encoding[]> Candidates = new(() => [Find("windows-1250")!, Find("iso-8859-2")!, Find("windows-1252")!]);

    static Charsets() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>The encoding of this name, also in spellings that senders made up; null when there is none.</summary>
    public static Encoding? Find(string? name)
    {
        if (string.IsNullOrWhiteSpace(name)) return null;
        var plain = name.Trim().Trim('"', '\'').ToLowerInvariant().Replace('_', '-').Replace(" ", "", StringComparison.Ordinal);
        plain = plain switch
        {
            "utf8" or "unicode-1-1-utf-8" or "unicode" => "utf-8",
            "cp1250" or "win1250" or "win-1250" or "x-cp1250" or "ansi-1250" => "windows-1250",
            "cp1252" or "win1252" or "x-cp1252" or "ansi-1252" => "windows-1252",
            "latin1" or "iso8859-1" or "8859-1" => "iso-8859-1",
            "latin2" or "iso8859-2" or "8859-2" or "il2" => "iso-8859-2",
            "ascii" or "ansi-x3.4-1968" or "us" or "7bit" => "us-ascii",
            "cp852" or "latin852" => "ibm852",
            "x-sjis" or "shift-jis" or "sjis" or "cp932" => "shift_jis",
            "ks-c-5601-1987" => "ks_c_5601-1987",
            "gb-2312" or "gb-2312-80" => "gb2312",
            _ => plain,
        };
        // Escapes of UTF-7 hide what the eye should see.
        if (plain is "utf-7" or "utf7") return null;
        try
        {
            return Encoding.GetEncoding(plain, EncoderFallback.ReplacementFallback, DecoderFallback.ReplacementFallback);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Text of bytes without a word about their set.</summary>
    public static string Guess(ReadOnlySpan<byte> bytes) => Decode(bytes, null, out _);

    /// <param name="wrong">The bytes are not of the declared set, or it is unknown.</param>
    public static string Decode(ReadOnlySpan<byte> bytes, string? declared, out bool wrong)
    {
        var said = Find(declared);
        wrong = said is null && !string.IsNullOrWhiteSpace(declared);
        if (bytes.StartsWith(Encoding.UTF8.Preamble)) bytes = bytes[3..];
        // Without a mark it is big-endian by RFC 2781, little-endian by most programs; Latin letters tell.
        if (said is { CodePage: 1200 } && bytes is [0, not 0, ..]) said = Encoding.BigEndianUnicode;
        var eight = bytes.IndexOfAnyInRange((byte)0x80, (byte)0xFF) >= 0;
        if (said is not null && (!eight || !said.IsSingleByte) && said.CodePage != Strict.CodePage) return said.GetString(bytes);
        if (!eight) return Encoding.ASCII.GetString(bytes);
        if (TryUtf8(bytes, out var text))
        {
            wrong |= said is not null && said.CodePage != Strict.CodePage;
            return text;
        }
        wrong |= said is null || said.CodePage == Strict.CodePage || said.CodePage == Encoding.ASCII.CodePage;
        // Programs that say ISO 8859-1 mean the set of their country.
        if (said is not null && !wrong && !(said.CodePage == Encoding.Latin1.CodePage && bytes.IndexOfAnyInRange((byte)0x80, (byte)0x9F) >= 0)) return said.GetString(bytes);
        wrong = true;
        var best = (Text: "", Score: int.MinValue);
        foreach (var candidate in Candidates.Value)
            if (candidate.GetString(bytes) is var read && Score(read) is var score && score > best.Score) best = (read, score);
        return best.Text;
    }

    private static bool TryUtf8(ReadOnlySpan<byte> bytes, out string text)
    {
        try
        {
            text = Strict.GetString(bytes);
            return true;
        }
        catch (DecoderFallbackException)
        {
            text = "";
            return false;
        }
    }

    private static int Score(string text)
    {
        var score = 0;
        foreach (var c in text)
        {
            if (c < 0x80) continue;
            if (Czech.Contains(c, StringComparison.Ordinal)) score += 3;
            else if (German.Contains(c, StringComparison.Ordinal)) score += 2;
            else if (c is >= '\u0080' and <= '\u009F' or '\uFFFD') score -= 5;
            else if (!char.IsLetter(c) && c is not ('„' or '“' or '–' or '…' or '§' or '°' or '\u00A0' or '€' or '’' or '‚')) score -= 2;
        }
        return score;
    }
}
