using Virtuos.Kernel;
using Virtuos.Kernel.Values;

namespace Virtuos.Directory.Officials;

/// <summary>An official's name and contacts after they were checked: the name clean, the others in their canonical form, the e-mail in lower case.</summary>
/// <param name="Phone">Empty for none.</param>
internal sealed record PersonData(string Name, string Email, string Phone)
{
    private const int LongestName = 100;

    /// <summary>Reads what somebody typed; what is wrong is added to <paramref name="wrong"/> at its field.</summary>
    /// <param name="prefix">Put before the field's name, for a person within a list.</param>
    public static PersonData Read(string? name, string? email, string? phone, List<Refusal> wrong, string prefix = "")
    {
        var clean = SafeText.Clean(name, LongestName);
        if (clean.TooLong || clean.Text.Length < 2 || !clean.Text.Any(char.IsLetter)) wrong.Add(Refusal.Invalid($"{prefix}name", "directory.person.name", ("most", LongestName)));
        if (!EmailAddress.TryParse(email, out var address)) wrong.Add(Refusal.Invalid($"{prefix}email", EmailAddress.Refused));
        PhoneNumber? number = null;
        if (!string.IsNullOrWhiteSpace(phone) && !PhoneNumber.TryParse(phone, out number)) wrong.Add(Refusal.Invalid($"{prefix}phone", PhoneNumber.Refused));
        return new(clean.Text, address?.Folded ?? "", number?.Value ?? "");
    }
}
