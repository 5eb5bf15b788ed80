using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Virtuos.Kernel.Language;

namespace Virtuos.Kernel.Values;

/// <summary>An amount of Czech crowns in whole hellers.</summary>
/// <param name="Hellers">Hundredths of a crown.</param>
[JsonConverter(typeof(MoneyConverter))]
public readonly record struct Money(long Hellers) : IComparable<Money>, IFormattable
{
    public const string Refused = "kernel.value.money";

    public static Money Zero => default;

    /// <summary>The amount in crowns, exactly.</summary>
    public decimal Crowns => Hellers / 100m;

    public static Money operator +(Money a, Money b) => new(checked(a.Hellers + b.Hellers));

    public static Money operator -(Money a, Money b) => new(checked(a.Hellers - b.Hellers));

    public static Money operator -(Money a) => new(checked(-a.Hellers));

    public static Money operator *(Money a, long times) => new(checked(a.Hellers * times));

    public static bool operator <(Money a, Money b) => a.Hellers < b.Hellers;

    public static bool operator >(Money a, Money b) => a.Hellers > b.Hellers;

    public static bool operator <=(Money a, Money b) => a.Hellers <= b.Hellers;

    public static bool operator >=(Money a, Money b) => a.Hellers >= b.Hellers;

    public static Money Add(Money a, Money b) => a + b;

    public static Money Subtract(Money a, Money b) => a - b;

    public static Money Negate(Money a) => -a;

    public static Money Multiply(Money a, long times) => a * times;

    /// <summary>An amount of crowns.</summary>
    /// <exception cref="ArgumentException">The amount has a part of a heller; round it by the rule of the law first.</exception>
    /// <exception cref="OverflowException">The amount is out of range.</exception>
    public static Money OfCrowns(decimal crowns) =>
        decimal.Truncate(crowns * 100) == crowns * 100 ? new Money((long)(crowns * 100)) : throw new ArgumentException($"{crowns} CZK is not in whole hellers.", nameof(crowns));

    public int CompareTo(Money other) => Hellers.CompareTo(other.Hellers);

    /// <summary>Crowns with a point and two places, for machines: 1234.50.</summary>
    public override string ToString() => Crowns.ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>For people: 1 234,50 Kč, CZK 1,234.50, 1.234,50 CZK. Hellers are left out when there are none, unless the format is "N".</summary>
    public string ToString(string? format, IFormatProvider? formatProvider)
    {
        var culture = formatProvider as CultureInfo ?? CultureInfo.CurrentUICulture;
        var language = TextLanguage.Of(culture);
        var number = Crowns.ToString(format == "N" || Hellers % 100 != 0 ? "#,##0.00" : "#,##0", TextLanguage.Culture(language));
        return language switch
        {
            TextLanguage.English => $"CZK\u00a0{number}",
            TextLanguage.German => $"{number}\u00a0CZK",
            _ => $"{number}\u00a0Kč",
        };
    }

    /// <summary>Reads "1 234,50 Kč", "1234.5", "1.234,50", "1,234.50", "CZK 20", "500,-"; false when it is no amount in whole hellers.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Money value)
    {
        value = default;
        var signs = MoneyText.Bare(text ?? "");
        var negative = signs.StartsWith('-');
        if (!MoneyText.TrySplit(negative ? signs[1..] : signs, out var crowns, out var hellers)
            || !decimal.TryParse($"{crowns}.{hellers}", NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
            || amount * 100 > long.MaxValue)
            return false;
        value = new Money((long)(amount * 100) * (negative ? -1 : 1));
        return true;
    }
}

/// <summary>Writes an amount as a JSON number of crowns, exactly; reads a number or what people write.</summary>
internal sealed class MoneyConverter : JsonConverter<Money>
{
    public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String && Money.TryParse(reader.GetString(), out var written))
            return written;
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetDecimal(out var crowns)
            && Math.Abs(crowns) <= long.MaxValue / 100 && decimal.Truncate(crowns * 100) == crowns * 100)
            return Money.OfCrowns(crowns);
        throw new JsonException(Money.Refused);
    }

    public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Crowns);
}
