using Virtuos.Services.FormEngine;

namespace Virtuos.Services.Situations;

/// <summary>
/// One version of a life situation (životní situace) as its text file says it: what to do, who, when, for how much and by which law. A
/// version never changes once offices put their own words over it; a change is a new version.
/// </summary>
internal sealed record Situation
{
    /// <summary>Its part of addresses, Czech without accents: <c>pes</c>.</summary>
    public required string Slug { get; init; }

    public required int Version { get; init; }

    /// <summary>The first day on which this version is shown.</summary>
    public required DateOnly From { get; init; }

    /// <summary>When somebody last compared the text with the law.</summary>
    public required DateOnly Reviewed { get; init; }

    /// <summary>One of <see cref="Themes"/>.</summary>
    public required string Theme { get; init; }

    /// <summary>Name of a drawn sign.</summary>
    public required string Icon { get; init; }

    /// <summary>Its place among the tasks of the home page, from 1; null = not there.</summary>
    public int? Top { get; init; }

    /// <summary>Agenda code by which the competent unit is found; null when no unit of the town decides about it.</summary>
    public string? Agenda { get; init; }

    /// <summary>The form by which it can be filed online.</summary>
    public string? Form { get; init; }

    public required Words Title { get; init; }

    /// <summary>One or two sentences for lists and the top of the page.</summary>
    public required Words Summary { get; init; }

    public required Words Who { get; init; }

    public required IReadOnlyList<Words> Needed { get; init; }

    /// <summary>What it costs, with the day or law from which the amount holds.</summary>
    public required Words Fee { get; init; }

    /// <summary>By when the citizen has to act.</summary>
    public required Words Deadline { get; init; }

    /// <summary>By when the office has to act.</summary>
    public required Words Answer { get; init; }

    public required IReadOnlyList<Words> Steps { get; init; }

    /// <summary>How else it can be done, by channel, in the order of <see cref="ChannelNames"/>.</summary>
    public required IReadOnlyDictionary<string, Words> Channels { get; init; }

    public required Words Result { get; init; }

    public required Words Appeal { get; init; }

    public Words? Sanction { get; init; }

    public required IReadOnlyList<LawPlace> Laws { get; init; }

    public IReadOnlyList<RelatedLink> Links { get; init; } = [];

    public IReadOnlyList<Faq> Faq { get; init; } = [];

    /// <summary>What people type when they look for it, by language.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Keywords { get; init; }

    /// <summary>Themes in the order of the list.</summary>
    public static readonly IReadOnlyList<string> Themes = ["fees", "roads", "office", "life", "documents"];

    public static readonly IReadOnlyList<string> ChannelNames = ["online", "counter", "post", "data-box", "phone", "attorney"];
}

/// <summary>A place in the law.</summary>
/// <param name="Act">Number in the collection, <c>565/1990 Sb.</c></param>
/// <param name="Since">From when the act is in force; null when the text does not vouch for the day.</param>
internal sealed record LawPlace(string Act, Words Name, string Paragraphs, DateOnly? Since);

/// <param name="Href">A path of this site, or an https address of the state.</param>
internal sealed record RelatedLink(Words Text, string Href);

internal sealed record Faq(Words Question, Words Answer);
