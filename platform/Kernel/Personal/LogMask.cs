using System.Text.RegularExpressions;

namespace Virtuos.Kernel.Personal;

/// <summary>Takes out of a line for the log what says who somebody is, or opens what is theirs: addresses of e-mail, birth numbers, phones, keys that stand in addresses.</summary>
public static partial class LogMask
{
    public static string Clean(string line) => Phone().Replace(Birth().Replace(Key().Replace(Mail().Replace(line, "<e-mail>"), "<key>"), "<number>"), "<phone>");

    [GeneratedRegex(@"[\w.+-]{1,64}@[\w-]{1,63}(\.[\w-]{1,63})+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Mail();

    // 32 random bytes, as they stand in addresses.
    [GeneratedRegex(@"(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Key();

    // Six digits of the day, three or four behind a slash or without one.
    [GeneratedRegex(@"(?<![\w-])\d{2}[0-35-8]\d[0-3]\d\s?/?\s?\d{3,4}(?![\w-])", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Birth();

    [GeneratedRegex(@"\+420[ \u00A0]?\d{3}[ \u00A0]?\d{3}[ \u00A0]?\d{3}(?!\d)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Phone();
}
