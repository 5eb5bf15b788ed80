using Virtuos.Testing;

namespace Virtuos.Journeys.Tests.Tour;

/// <summary>Who looks at a page; pages are shown to the first of them whom they answer.</summary>
public enum Reader
{
    Nobody,
    Citizen,
    Clerk,
    Head,
    FilingRoom,
    Mayor,
    Administrator,
    Operator,

    /// <summary>A citizen with an authenticator, signed in by both factors.</summary>
    Careful,

    /// <summary>The same citizen after the password, before the code.</summary>
    HalfSignedIn,
}

public static class Readers
{
    public static string? Email(this Reader reader) => reader switch
    {
        Reader.Citizen => "jana@citizen.example",
        Reader.Clerk => Town.Clerk,
        Reader.Head => Town.Head,
        Reader.FilingRoom => Town.FilingRoom,
        Reader.Mayor => Town.Mayor,
        Reader.Administrator => Town.Administrator,
        Reader.Operator => "provoz@virtuos.example",
        Reader.Careful or Reader.HalfSignedIn => "petr@citizen.example",
        _ => null,
    };
}
