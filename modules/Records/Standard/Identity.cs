namespace Virtuos.Records;

/// <summary>Identifikátor of the national standard: a value of at most 50 signs and who gave it.</summary>
internal sealed record Identity(string Value, string Source)
{
    /// <summary>Who gave the identifiers of things that we keep.</summary>
    public const string Ours = "Virtuos";

    /// <summary>The source of organisation numbers.</summary>
    public const string OrganisationNumber = "IČO";

    /// <summary>The source of numbers by which organisations are known elsewhere.</summary>
    public const string OtherNumber = "jiné číslo organizace";

    public const int Longest = 50;

    /// <summary>How a thing of ours is known.</summary>
    public static Identity Of(Guid id) => new($"{id}", Ours);
}
