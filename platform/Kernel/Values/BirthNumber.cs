using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;

namespace Virtuos.Kernel.Values;

/// <summary>Birth number (rodné číslo, § 13 zákona č. 133/2000 Sb.): YYMMDD and an ending of 3 digits for those born before 1954, of 4 after. A personal datum: show it <see cref="Masked"/>.</summary>
[JsonConverter(typeof(CanonicalValueConverter<BirthNumber>))]
public sealed record BirthNumber : CanonicalValue<BirthNumber>, IReadValue<BirthNumber>
{
    public const string Refused = "kernel.value.birth-number";

    private BirthNumber(string value, DateOnly bornOn, bool isFemale) : base(value) => (BornOn, IsFemale) = (bornOn, isFemale);

    public DateOnly BornOn { get; }

    public bool IsFemale { get; }

    /// <summary>With its slash: 760101/1234.</summary>
    public override string Shown => $"{Value[..6]}/{Value[6..]}";

    /// <summary>Without its ending: 760101/••••.</summary>
    public string Masked => $"{Value[..6]}/{new string('•', Value.Length - 6)}";

    static string IReadValue<BirthNumber>.RefusalCode => Refused;

    /// <summary>Reads a number of 9 or 10 digits. Whether its day has already been is for the caller, who knows today.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out BirthNumber? value)
    {
        value = null;
        var digits = Typed.Bare(text ?? "", "/");
        if (digits.Length is not (9 or 10) || !Typed.IsDigits(digits) || !HasCheck(digits))
            return false;
        var year = Number(digits, 0);
        year += digits.Length == 9 ? year < 54 ? 1900 : 1800 : year < 54 ? 2000 : 1900;
        var month = Number(digits, 2);
        var isFemale = month > 50;
        if (isFemale)
            month -= 50;
        // Where a day ran out of numbers, 20 is added to the month; allowed from 2004.
        if (month > 20 && year >= 2004)
            month -= 20;
        if (!DateOnly.TryParseExact($"{year:0000}{month:00}{digits[4..6]}", "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var bornOn))
            return false;
        value = new BirthNumber(digits, bornOn, isFemale);
        return true;
    }

    /// <remarks>Until 1985 some numbers were given whose first nine digits leave 10 and whose last digit is 0.</remarks>
    private static bool HasCheck(string digits)
    {
        if (digits.Length == 9)
            return !digits.EndsWith("000", StringComparison.Ordinal);
        var year = Number(digits, 0);
        return long.Parse(digits, CultureInfo.InvariantCulture) % 11 == 0
            || (digits[9] == '0' && year is >= 54 and <= 85 && long.Parse(digits.AsSpan(0, 9), CultureInfo.InvariantCulture) % 11 == 10);
    }

    private static int Number(string digits, int at) => int.Parse(digits.AsSpan(at, 2), CultureInfo.InvariantCulture);
}
