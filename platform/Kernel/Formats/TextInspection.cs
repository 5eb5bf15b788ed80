using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;

namespace Virtuos.Kernel.Formats;

/// <summary>Tells text formats apart by their first lines; content that is no text in UTF-8, UTF-16 or Windows-1250 is unknown.</summary>
internal static partial class TextInspection
{
    private const int Sample = 16 * 1024;
    private static readonly string[] MailHeaders =
        ["From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Received", "Return-Path", "Delivered-To", "Content-Type", "Reply-To", "X-Mailer"];
    private static readonly byte[] UndefinedIn1250 = [0x81, 0x83, 0x88, 0x90, 0x98];

    /// <summary>The head is the beginning of the content, the tail its end when there is more than the head.</summary>
    public static DetectedFormat Inspect(ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail)
    {
        if (Decode(head) is not { } text || (tail.Length > 0 && !head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) && !head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) && HasControls(tail)))
            return KnownFormats.Of("unknown");
        text = text.TrimStart('\uFEFF');
        return Markup(text) ?? KnownFormats.Of(Code(text));
    }

    private static string? Decode(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            var text = (head[0] == 0xFF ? Encoding.Unicode : Encoding.BigEndianUnicode).GetString(head[..Math.Min(head.Length & ~1, Sample)]);
            return text.AsSpan().ContainsAnyInRange('\0', '\b') || text.Contains('\uFFFD', StringComparison.Ordinal) ? null : text;
        }
        if (HasControls(head))
            return null;
        // The sample may end in the middle of a letter.
        for (var cut = 0; cut < 4 && cut < head.Length; cut++)
            if (Utf8.IsValid(head[..^cut]) && (cut == 0 || head.Length >= 64 * 1024))
                return Encoding.UTF8.GetString(head[..Math.Min(head.Length - cut, Sample)]);
        // Latin-1 is enough to see the structure; only bytes that Windows-1250 does not know tell that this is no text.
        return head.ContainsAny(UndefinedIn1250) ? null : Encoding.Latin1.GetString(head[..Math.Min(head.Length, Sample)]);
    }

    private static bool HasControls(ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
            if (value is < 0x20 and not (byte)'\t' and not (byte)'\n' and not (byte)'\r' and not (byte)'\f' and not 0x1B or 0x7F)
                return true;
        return false;
    }

    private static DetectedFormat? Markup(string text)
    {
        var start = text.AsSpan().TrimStart();
        if (start.Length == 0 || start[0] != '<')
            return null;
        if (start.StartsWith("<?php", StringComparison.OrdinalIgnoreCase) || start.StartsWith("<%", StringComparison.Ordinal))
            return KnownFormats.Of("script");
        var root = Root().Match(text);
        if (!root.Success)
            return null;
        var name = root.Groups["name"].Value;
        var active = text.Contains("<script", StringComparison.OrdinalIgnoreCase) || Handler().IsMatch(text) ? FormatTraits.Active : FormatTraits.None;
        if (name.Equals("html", StringComparison.OrdinalIgnoreCase) || start.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase)
            || name.ToUpperInvariant() is "HEAD" or "BODY" or "SCRIPT" or "TABLE" or "DIV" or "P" or "A" or "IFRAME" or "IMG" or "FORM" or "META" or "H1" or "SPAN" or "STYLE" or "TITLE" or "LINK" or "BASE" or "OBJECT" or "EMBED" or "CENTER" or "FONT" or "B" or "BR")
            return KnownFormats.Of("html");
        if (name.Equals("svg", StringComparison.OrdinalIgnoreCase))
            return KnownFormats.Of("svg") with { Traits = active };
        return KnownFormats.Of(root.Groups["rest"].Value.Contains("http://isdoc.cz/namespace", StringComparison.Ordinal) ? "isdoc" : "xml");
    }

    private static string Code(string text)
    {
        var start = text.AsSpan().TrimStart();
        if (start.StartsWith("#!", StringComparison.Ordinal) || start.StartsWith("@echo off", StringComparison.OrdinalIgnoreCase))
            return "script";
        if (start.StartsWith("BEGIN:VCALENDAR", StringComparison.OrdinalIgnoreCase))
            return "ics";
        if (start.StartsWith("BEGIN:VCARD", StringComparison.OrdinalIgnoreCase))
            return "vcf";
        if (text.StartsWith("From ", StringComparison.Ordinal) && IsMail(text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..]))
            return "mbox";
        if (IsMail(text))
            return "eml";
        if (IsJson(text))
            return "json";
        return IsTable(text) ? "csv" : "txt";
    }

    private static bool IsMail(string text)
    {
        var known = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.Length == 0)
                break;
            if (line[0] is ' ' or '\t')
                continue;
            var colon = line.IndexOf(':');
            if (colon <= 0 || line[..colon].ContainsAnyExceptInRange('!', '~'))
                return false;
            foreach (var header in MailHeaders)
                if (line[..colon].Equals(header, StringComparison.OrdinalIgnoreCase))
                    known++;
        }
        return known >= 2;
    }

    private static bool IsJson(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (text.AsSpan().TrimStart() is not ['{' or '[', ..])
            return false;
        var reader = new System.Text.Json.Utf8JsonReader(bytes, isFinalBlock: false, state: default);
        try
        {
            var tokens = 0;
            while (reader.Read())
                tokens++;
            return tokens > 1;
        }
        catch (System.Text.Json.JsonException)
        {
            return false;
        }
    }

    // As many separators in each of the first lines, at least two lines and two columns.
    private static bool IsTable(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        // The last line of a full sample may be cut.
        var whole = lines[..Math.Min(text.Length < Sample ? lines.Length : lines.Length - 1, 20)].Where(line => line.Length > 0).ToList();
        return whole.Count >= 2 && ((char[])[';', ',', '\t']).Any(separator =>
            Columns(whole[0], separator) is var columns and > 0 && whole.All(line => Columns(line, separator) == columns));

        static int Columns(string line, char separator)
        {
            var (count, quoted) = (0, false);
            foreach (var letter in line)
            {
                if (letter == '"')
                    quoted = !quoted;
                else if (letter == separator && !quoted)
                    count++;
            }
            return count;
        }
    }

    // Past the declaration, comments and document type; all steps are possessive, so that no text takes more than linear time.
    [GeneratedRegex(@"\A\s*(?>(?:<\?(?>[^?]|\?(?!>))*\?>|<!--(?>[^-]|-(?!->))*-->|<!DOCTYPE(?>[^\[>]*)(?:\[(?>[^\]]*)\])?\s*>)\s*)*<(?:[\w.-]+:)?(?<name>[A-Za-z_][\w.-]*)(?<rest>(?>[^>]*))", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Root();

    [GeneratedRegex(@"\son[a-z]+\s*=|javascript:", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Handler();
}
