using System.Globalization;
using Virtuos.Kernel.Values;
using Virtuos.Ui;

namespace Virtuos.Services.FormEngine;

/// <summary>What people type, in the one form in which it is kept; separators of any kind are tolerated.</summary>
internal static class TypedText
{
    /// <summary>The canonical form of a value, null when the text is none of its type.</summary>
    public static string? Canonical(QuestionType type, string text) => type switch
    {
        QuestionType.Email => Read<EmailAddress>(text),
        QuestionType.Phone => Read<PhoneNumber>(text),
        QuestionType.BirthNumber => Read<BirthNumber>(text),
        QuestionType.OrgNumber => Read<OrganisationNumber>(text),
        QuestionType.PostCode => Read<PostalCode>(text),
        QuestionType.Chip => Read<ChipNumber>(text),
        QuestionType.Plate => Read<LicencePlate>(text),
        QuestionType.Account => Read<AccountNumber>(text),
        QuestionType.Date => Day(text)?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => text,
    };

    /// <summary>Code of the refusal of a text that is no value of the type.</summary>
    public static string Refusal(QuestionType type) => type switch
    {
        QuestionType.Email => EmailAddress.Refused,
        QuestionType.Phone => PhoneNumber.Refused,
        QuestionType.BirthNumber => BirthNumber.Refused,
        QuestionType.OrgNumber => OrganisationNumber.Refused,
        QuestionType.PostCode => PostalCode.Refused,
        QuestionType.Chip => ChipNumber.Refused,
        QuestionType.Plate => LicencePlate.Refused,
        QuestionType.Account => AccountNumber.Refused,
        QuestionType.Money => Money.Refused,
        QuestionType.Date => "services.answer.date",
        _ => "services.answer.number",
    };

    /// <summary>A canonical value as people write it.</summary>
    public static string Shown(QuestionType type, string value) => type switch
    {
        QuestionType.Phone => Show<PhoneNumber>(value),
        QuestionType.BirthNumber => Show<BirthNumber>(value),
        QuestionType.PostCode => Show<PostalCode>(value),
        QuestionType.Chip => Show<ChipNumber>(value),
        QuestionType.Plate => Show<LicencePlate>(value),
        QuestionType.Email => Show<EmailAddress>(value),
        _ => value,
    };

    /// <summary>Drops what cannot be seen or turns text around; keeps lines only where there may be more of them.</summary>
    public static string Clean(string text, bool lines) =>
        !text.AsSpan().ContainsAnyExceptInRange(' ', '~') ? text.Trim() : SafeText.Clean(text, int.MaxValue, lines).Text;

    /// <summary>A number with spaces between thousands and a comma or a point before decimals.</summary>
    public static decimal? Number(string text)
    {
        var bare = string.Concat(text.Where(c => !char.IsWhiteSpace(c))).Replace('\u2212', '-').Replace(',', '.');
        return bare.Length <= 40 && decimal.TryParse(bare, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    public static DateOnly? Day(string text) => DateAnswer.Parse(text).Date;

    private static string? Read<T>(string text) where T : CanonicalValue<T>, IReadValue<T> => T.TryParse(text, out var value) ? value.Value : null;

    private static string Show<T>(string text) where T : CanonicalValue<T>, IReadValue<T> => T.TryParse(text, out var value) ? value.Shown : text;
}
