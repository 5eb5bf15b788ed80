namespace Virtuos.Kernel.OpenNorms;

/// <summary>A person in relation to a document, as far as the common parts of the open norms can describe one (ofn.gov.cz, společné části elektronických dokumentů, 2024-10-04).</summary>
/// <param name="Name">First name and surname, or the name of the organisation.</param>
/// <param name="Address">In one line; null when nobody told it.</param>
public sealed record DocumentPerson(string Name, string? Address)
{
    /// <summary>IČO; null for a natural person.</summary>
    public string? OrganisationNumber { get; init; }

    /// <summary>The data box, when there is one.</summary>
    public string? BoxId { get; init; }

    /// <summary>Date of birth of a natural person.</summary>
    public DateOnly? Birth { get; init; }

    /// <summary>True when everything that the norm asks of such a person is known; nothing is made up to satisfy it.</summary>
    public bool IsWhole => !string.IsNullOrWhiteSpace(Address) && (OrganisationNumber is { } number ? number.Length == 8 && number.All(char.IsAsciiDigit) : Birth is not null && PersonName.Of(Name).First.Length > 0);
}

/// <summary>A name of a natural person taken apart as it is written in Czech: first name, further names, surname; degrees stay aside.</summary>
internal readonly record struct PersonName(string First, string? Further, string Surname)
{
    public static PersonName Of(string name)
    {
        var words = name.Split(',')[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Where(w => !w.EndsWith('.')).ToArray();
        return words.Length < 2 ? new("", null, string.Concat(words)) : new(words[0], words.Length > 2 ? string.Join(' ', words[1..^1]) : null, words[^1]);
    }
}
