using System.Globalization;
using System.Text.RegularExpressions;
using Virtuos.Kernel;

namespace Virtuos.Directory.Officials;

/// <summary>What may stand in an official's name and contacts.</summary>
internal static partial class PersonChecks
{
    /// <param name="prefix">Put before the field's name, for a person within a list.</param>
    public static List<Refusal> Of(string name, string email, string? phone, string prefix = "")
    {
        List<Refusal> wrong = [];
        if (!IsName(name)) wrong.Add(Refusal.Invalid($"{prefix}name", "directory.person.name"));
        if (!IsEmail(email)) wrong.Add(Refusal.Invalid($"{prefix}email", "directory.person.email"));
        if (phone is not null && !IsPhone(phone)) wrong.Add(Refusal.Invalid($"{prefix}phone", "directory.person.phone"));
        return wrong;
    }

    /// <summary>One line with a letter in it and nothing invisible.</summary>
    public static bool IsName(string name) => name.Trim() is { Length: > 1 and <= 100 } trimmed && trimmed.Any(char.IsLetter)
        && trimmed.All(c => !char.IsControl(c) && CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.Format);

    public static bool IsEmail(string email) => email.Trim() is { Length: <= 254 } trimmed && EmailShape().IsMatch(trimmed);

    /// <summary>Empty, or digits with spaces and an international prefix.</summary>
    public static bool IsPhone(string phone) => phone.Trim().Length == 0 || (phone.Length <= 30 && PhoneShape().IsMatch(phone.Trim()));

    [GeneratedRegex(@"^[A-Za-z0-9._%+'-]+@[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)+$")]
    private static partial Regex EmailShape();

    [GeneratedRegex("^\\+?[0-9][0-9 ]{7,18}$")]
    private static partial Regex PhoneShape();
}
