using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;

namespace Virtuos.Kernel.Values;

/// <summary>E-mail address that mail servers accept: ASCII before the @, a domain with a dot after it; stored with the domain in ASCII (Punycode) and lower case.</summary>
[JsonConverter(typeof(CanonicalValueConverter<EmailAddress>))]
public sealed record EmailAddress : CanonicalValue<EmailAddress>, IReadValue<EmailAddress>
{
    public const string Refused = "kernel.value.email-address";

    /// <summary>The longest address that SMTP carries.</summary>
    public const int MaxLength = 254;

    private static readonly IdnMapping idn = new() { UseStd3AsciiRules = true };

    private EmailAddress(string value) : base(value) { }

    /// <summary>All in lower case: by this an address is found, because no server in use tells capitals apart.</summary>
    public string Folded => Value.ToLowerInvariant();

    /// <summary>The part after the @, in ASCII.</summary>
    public string Domain => Value[(Value.IndexOf('@', StringComparison.Ordinal) + 1)..];

    /// <summary>With the domain in its own letters.</summary>
    public override string Shown => Value[..^Domain.Length] + idn.GetUnicode(Domain);

    static string IReadValue<EmailAddress>.RefusalCode => Refused;

    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out EmailAddress? value)
    {
        value = null;
        var address = Typed.Trimmed(text ?? "");
        var at = address.IndexOf('@', StringComparison.Ordinal);
        if (at is < 1 or > 64 || address.Length > MaxLength || !IsLocal(address.AsSpan(0, at)) || !TryDomain(address[(at + 1)..], out var domain))
            return false;
        var whole = $"{address[..at]}@{domain}";
        if (whole.Length > MaxLength)
            return false;
        value = new EmailAddress(whole);
        return true;
    }

    private static bool IsLocal(ReadOnlySpan<char> local)
    {
        if (local[0] == '.' || local[^1] == '.' || local.Contains("..", StringComparison.Ordinal))
            return false;
        foreach (var sign in local)
        {
            if (!char.IsAsciiLetterOrDigit(sign) && !"!#$%&'*+-/=?^_`{|}~.".Contains(sign, StringComparison.Ordinal))
                return false;
        }
        return true;
    }

    private static bool TryDomain(string text, out string domain)
    {
        domain = "";
        if (text.Length == 0 || text[^1] == '.')
            return false;
        try
        {
            domain = idn.GetAscii(text).ToLowerInvariant();
            // What cannot be shown back is no name either.
            idn.GetUnicode(domain);
        }
        catch (ArgumentException)
        {
            return false;
        }
        var top = domain[(domain.LastIndexOf('.') + 1)..];
        return top.Length >= 2 && top.Length < domain.Length && !top.All(char.IsAsciiDigit);
    }
}
