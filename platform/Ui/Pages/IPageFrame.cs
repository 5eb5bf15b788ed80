namespace Virtuos.Ui;

/// <summary>Says what stands around a page: whose site it is, who reads it and where they can go. The host answers for each request.</summary>
public interface IPageFrame
{
    ValueTask<PageFrame> Read(CancellationToken cancel);
}

/// <summary>The surroundings of a page.</summary>
/// <param name="Office">Whose site it is.</param>
public sealed record PageFrame(OfficeFace Office)
{
    /// <summary>The signed-in person, null for an anonymous reader.</summary>
    public PersonFace? Person { get; init; }

    /// <summary>Main menu of the citizen's pages.</summary>
    public IReadOnlyList<MenuLine> Menu { get; init; } = [];

    /// <summary>Side menu of the official's pages, in order; entries of one group stand under its heading.</summary>
    public IReadOnlyList<MenuLine> Desk { get; init; } = [];

    /// <summary>A message for everyone on every page (outage, crisis); plain text.</summary>
    public string? Alert { get; init; }

    public PagePaths Paths { get; init; } = new();
}

/// <summary>The face of an office.</summary>
/// <param name="Slug">Short name used in addresses.</param>
/// <param name="Name">As people call it: "Město Milevsko".</param>
/// <param name="Theme">Its colours.</param>
public sealed record OfficeFace(string Slug, string Name, Theme Theme)
{
    /// <summary>Address of the coat of arms; without it a neutral shield is drawn.</summary>
    public string? Arms { get; init; }

    /// <summary>A line under the name: "Městský úřad – úřad s rozšířenou působností".</summary>
    public string? Motto { get; init; }

    /// <summary>Postal address on one line.</summary>
    public string? Address { get; init; }

    public string? Phone { get; init; }

    public string? Email { get; init; }

    public string? DataBox { get; init; }
}

/// <summary>The person who reads the page.</summary>
/// <param name="Name">Whole name.</param>
public sealed record PersonFace(string Name)
{
    public string? Unit { get; init; }

    public string? Position { get; init; }

    /// <summary>Names of those for whom the person stands in now.</summary>
    public IReadOnlyList<string> ActsFor { get; init; } = [];

    /// <summary>Seconds until the session ends, for the warning; null when it does not end by itself.</summary>
    public int? SessionSeconds { get; init; }
}

/// <summary>An entry of a menu; current when the path of the page is its path or lies under it.</summary>
public sealed record MenuLine(string Text, string Href)
{
    /// <summary>Exact number of waiting things; null for none shown.</summary>
    public int? Count { get; init; }

    /// <summary>True when the count is to be seen first (overdue).</summary>
    public bool Urgent { get; init; }

    /// <summary>Heading under which the entry stands.</summary>
    public string? Group { get; init; }

    /// <summary>Name of an icon of <see cref="Icons"/>.</summary>
    public string? Icon { get; init; }
}

/// <summary>Where the common links of a page lead.</summary>
public sealed record PagePaths
{
    public string Home { get; init; } = "/";
    public string Search { get; init; } = "/hledat";
    public string SignIn { get; init; } = "/prihlaseni";
    public string SignOut { get; init; } = "/odhlaseni";
    public string Account { get; init; } = "/ucet";
    public string DeskHome { get; init; } = "/stul";
    public string DeskSearch { get; init; } = "/stul/hledat";
    public string Accessibility { get; init; } = "/pristupnost";
    public string Cookies { get; init; } = "/cookies";
    public string Privacy { get; init; } = "/osobni-udaje";
    public string Contacts { get; init; } = "/kontakty";
    public string Feedback { get; init; } = "/zpetna-vazba";
}

/// <summary>A frame that is the same for everyone; for tests and for a host without offices.</summary>
public sealed class FixedPageFrame(PageFrame frame) : IPageFrame
{
    public ValueTask<PageFrame> Read(CancellationToken cancel) => ValueTask.FromResult(frame);
}
