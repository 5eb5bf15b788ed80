using System.Globalization;
using System.Text;
using Virtuos.Kernel.Language;

namespace Virtuos.Services.Following;

/// <summary>The legal days of a matter as a calendar (RFC 5545): all-day entries, lines folded at 75 bytes, text escaped.</summary>
internal static class DeadlineCalendar
{
    public const string MimeType = "text/calendar; charset=utf-8";
    private const int LongestLine = 75;

    /// <param name="address">Address of the installation, without a slash at its end.</param>
    public static byte[] Write(FollowedMatter matter, string address, Texts texts)
    {
        var calendar = new StringBuilder();
        void Line(string name, string value) => Fold(calendar, $"{name}:{value}");
        Line("BEGIN", "VCALENDAR");
        Line("VERSION", "2.0");
        Line("PRODID", "-//Virtuos//Virtuos//CS");
        Line("METHOD", "PUBLISH");
        Line("NAME", Escape(matter.Title));
        Line("X-WR-CALNAME", Escape(matter.Title));
        foreach (var (kind, day, summary, since) in Days(matter, texts))
        {
            Line("BEGIN", "VEVENT");
            Line("UID", $"{kind}-{matter.Id:N}@{new Uri(address).Host}");
            Line("DTSTAMP", since.ToUniversalTime().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture));
            Line("DTSTART;VALUE=DATE", day.ToString("yyyyMMdd", CultureInfo.InvariantCulture));
            Line("DTEND;VALUE=DATE", day.AddDays(1).ToString("yyyyMMdd", CultureInfo.InvariantCulture));
            Line("SUMMARY", Escape(summary));
            Line("DESCRIPTION", Escape($"{matter.Title}\n{matter.Office.Name}, {matter.Office.Phone}\n{matter.Matter?.ReferenceNumber ?? matter.Code}"));
            Line("URL", address + matter.Path);
            Line("TRANSP", "TRANSPARENT");
            Line("END", "VEVENT");
        }
        Line("END", "VCALENDAR");
        return Encoding.UTF8.GetBytes(calendar.ToString());
    }

    private static IEnumerable<(string Kind, DateOnly Day, string Summary, DateTimeOffset Since)> Days(FollowedMatter m, Texts texts)
    {
        if (m.AwaitsConfirmation && m.Submission!.ConfirmBy is { } confirm) yield return ("confirm", confirm, texts["services.follow.day.confirm"], m.Submission.FiledAt);
        if (m.OpenCall is { } call) yield return ("call", call.Due, texts["services.follow.day.call"], call.CalledAt);
        if (m.Runs) yield return ("office", m.Matter!.Deadline!.Value, texts["services.follow.day.office", ("office", m.Office.Name)], m.Milestones.Count > 0 ? m.Milestones[^1].At : m.ReceivedAt);
        if (m.Matter?.FinalOn is { } final) yield return ("final", final, texts["services.follow.day.final"], m.Milestones.Count > 0 ? m.Milestones[^1].At : m.ReceivedAt);
    }

    /// <summary>RFC 5545, 3.3.11: backslash, semicolon and comma get a backslash, a new line is written as <c>\n</c>; other control characters go.</summary>
    private static string Escape(string text) => string.Concat(text.ReplaceLineEndings("\n").Where(c => c == '\n' || !char.IsControl(c)).Select(c => c switch
    {
        '\\' => @"\\",
        ';' => @"\;",
        ',' => @"\,",
        '\n' => @"\n",
        _ => c.ToString(),
    }));

    /// <summary>RFC 5545, 3.1: no line longer than 75 bytes; the next piece begins with a space. A letter of several bytes is never cut.</summary>
    private static void Fold(StringBuilder output, string line)
    {
        var bytes = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            if (bytes + rune.Utf8SequenceLength > LongestLine)
            {
                output.Append("\r\n ");
                bytes = 1;
            }
            output.Append(rune.ToString());
            bytes += rune.Utf8SequenceLength;
        }
        output.Append("\r\n");
    }
}
