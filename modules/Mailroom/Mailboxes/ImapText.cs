using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Virtuos.Mailroom;

/// <summary>Words of IMAP: quoted strings, names of folders (RFC 3501, 5.1.3), dates.</summary>
internal static partial class ImapText
{
    /// <exception cref="ImapException">It cannot be said in a quoted string.</exception>
    public static string Quoted(string text) => text.Any(c => c is '\r' or '\n' or '\0' or > '\x7E')
        ? throw new ImapException("A name or password has signs that this server cannot be told.")
        : $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    /// <summary>The name of a folder in modified UTF-7, quoted.</summary>
    public static string Folder(string name)
    {
        var text = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            if (name[i] is >= ' ' and <= '~')
            {
                text.Append(name[i] == '&' ? "&-" : name[i].ToString());
                continue;
            }
            var start = i;
            while (i + 1 < name.Length && name[i + 1] is < ' ' or > '~') i++;
            var bytes = Encoding.BigEndianUnicode.GetBytes(name[start..(i + 1)]);
            text.Append('&').Append(Convert.ToBase64String(bytes).TrimEnd('=').Replace('/', ',')).Append('-');
        }
        return Quoted(text.ToString());
    }

    /// <summary>The date-time of "17-Jul-1996 02:44:25 -0700".</summary>
    public static DateTimeOffset? Date(string response) =>
        InternalDate().Match(response) is { Success: true } m
        && DateTimeOffset.TryParseExact(m.Groups[1].Value.Trim(), "d-MMM-yyyy HH:mm:ss zzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? at : null;

    [GeneratedRegex(@"INTERNALDATE ""([^""]+)""", RegexOptions.IgnoreCase)]
    private static partial Regex InternalDate();
}
