using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;

namespace Virtuos.Kernel.Values;

/// <summary>Czech bank account: prefix of up to 6 digits, number of 2 to 10, bank of 4, as <c>19-2000145399/0800</c>; both parts weighed by 11 (vyhláška č. 169/2011 Sb.). Reads a Czech IBAN too.</summary>
[JsonConverter(typeof(CanonicalValueConverter<AccountNumber>))]
public sealed record AccountNumber : CanonicalValue<AccountNumber>, IReadValue<AccountNumber>
{
    public const string Refused = "kernel.value.account-number";

    private static readonly SearchValues<char> dashes = SearchValues.Create("-\u2010\u2011\u2012\u2013\u2014\u2212");
    private static readonly int[] weights = [6, 3, 7, 9, 10, 5, 8, 4, 2, 1];

    private AccountNumber(string prefix, string number, string bank) : base(prefix.Length == 0 ? $"{number}/{bank}" : $"{prefix}-{number}/{bank}") =>
        (Prefix, Number, Bank) = (prefix, number, bank);

    /// <summary>Without zeros at its beginning, empty when there is none.</summary>
    public string Prefix { get; }

    /// <summary>Without zeros at its beginning.</summary>
    public string Number { get; }

    /// <summary>Four digits.</summary>
    public string Bank { get; }

    /// <summary>The same account for the world: CZ and 22 digits.</summary>
    public string Iban
    {
        get
        {
            var account = $"{Bank}{Prefix.PadLeft(6, '0')}{Number.PadLeft(10, '0')}";
            return $"CZ{98 - Remainder97($"{account}123500"):00}{account}";
        }
    }

    static string IReadValue<AccountNumber>.RefusalCode => Refused;

    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out AccountNumber? value)
    {
        value = null;
        var bare = Typed.Bare(text ?? "");
        return bare.StartsWith("CZ", StringComparison.OrdinalIgnoreCase) ? TryIban(bare[2..], out value) : TryNational(text ?? "", out value);
    }

    private static bool TryIban(string digits, [NotNullWhen(true)] out AccountNumber? value)
    {
        value = null;
        return digits.Length == 22 && Typed.IsDigits(digits) && Remainder97($"{digits[2..]}1235{digits[..2]}") == 1
            && TryMake(digits[6..12], digits[12..], digits[2..6], out value);
    }

    private static bool TryNational(string text, [NotNullWhen(true)] out AccountNumber? value)
    {
        value = null;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
            return false;
        var account = Typed.Trimmed(text[..slash]);
        var dash = account.AsSpan().IndexOfAny(dashes);
        var prefix = dash < 0 ? "" : Typed.Bare(account[..dash]);
        return TryMake(prefix, Typed.Bare(account[(dash + 1)..]), Typed.Bare(text[(slash + 1)..]), out value);
    }

    private static bool TryMake(string prefix, string number, string bank, [NotNullWhen(true)] out AccountNumber? value)
    {
        value = null;
        if (prefix.Length > 6 || number.Length is < 2 or > 10 || bank.Length != 4 || !Typed.IsDigits(prefix + number + bank)
            || !IsWeighed(prefix) || !IsWeighed(number) || number.Count(digit => digit != '0') < 2)
            return false;
        value = new AccountNumber(prefix.TrimStart('0'), number.TrimStart('0'), bank);
        return true;
    }

    private static bool IsWeighed(string digits)
    {
        var sum = 0;
        for (var at = 0; at < digits.Length; at++)
            sum += weights[10 - digits.Length + at] * (digits[at] - '0');
        return sum % 11 == 0;
    }

    private static int Remainder97(string digits) => (int)(UInt128.Parse(digits, CultureInfo.InvariantCulture) % 97);
}
