using System.Text;

namespace Virtuos.Modules.Tests.Services;

/// <summary>An independent strict reader of what RFC 5545 asks of lines: CRLF ends, at most 75 bytes, folding, balanced components, escaped text.</summary>
internal static class CalendarLines
{
    public static IReadOnlyList<Dictionary<string, string>> Events(byte[] bytes)
    {
        var raw = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        Assert.EndsWith("\r\n", raw, StringComparison.Ordinal);
        Assert.DoesNotContain(raw.Replace("\r\n", "", StringComparison.Ordinal), c => char.IsControl(c));
        var physical = raw[..^2].Split("\r\n");
        foreach (var line in physical)
        {
            // A line must be whole characters too: cutting one in the middle would not decode.
            Assert.InRange(Encoding.UTF8.GetByteCount(line), 1, 75);
        }
        List<string> lines = [];
        foreach (var line in physical)
            if (line[0] == ' ') lines[^1] += line[1..];
            else lines.Add(line);
        Assert.Equal("BEGIN:VCALENDAR", lines[0]);
        Assert.Equal("END:VCALENDAR", lines[^1]);
        Assert.Contains("VERSION:2.0", lines);
        Assert.Contains(lines, l => l.StartsWith("PRODID:", StringComparison.Ordinal));

        List<Dictionary<string, string>> events = [];
        Dictionary<string, string>? open = null;
        foreach (var line in lines[1..^1])
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            Assert.True(colon > 0, line);
            var (name, value) = (line[..colon], line[(colon + 1)..]);
            Assert.Matches("^[A-Z-]+(;[A-Z]+=[A-Z]+)*$", name);
            if (line == "BEGIN:VEVENT")
            {
                Assert.Null(open);
                open = [];
            }
            else if (line == "END:VEVENT")
            {
                foreach (var required in (string[])["UID", "DTSTAMP", "DTSTART;VALUE=DATE", "SUMMARY"]) Assert.Contains(required, open!.Keys);
                Assert.Matches(@"^\d{8}T\d{6}Z$", open!["DTSTAMP"]);
                Assert.Matches(@"^\d{8}$", open["DTSTART;VALUE=DATE"]);
                events.Add(open);
                open = null;
            }
            else if (open is not null)
            {
                Assert.True(open.TryAdd(name, value), $"{name} stands twice.");
                if (name is "SUMMARY" or "DESCRIPTION") Assert.DoesNotMatch(@"(?<!\\)[,;]|\\(?![\\;,nN])", value.Replace(@"\\", "", StringComparison.Ordinal));
            }
        }
        Assert.Null(open);
        Assert.Equal(events.Count, events.Select(e => e["UID"]).Distinct().Count());
        return events;
    }
}
