using Virtuos.Kernel.Language;
using Virtuos.Ui;

namespace Virtuos.Services.Following;

/// <summary>Where a matter stands, in plain words.</summary>
internal static class StandingWords
{
    public static string Title(FollowedMatter m, Texts texts) => texts[$"services.follow.standing.{Code(m)}", Arguments(m)];

    /// <summary>What happens next and who is on turn.</summary>
    public static string Next(FollowedMatter m, Texts texts) => texts[$"services.follow.next.{Code(m)}", Arguments(m)];

    /// <summary>The next step of the timeline.</summary>
    public static string Coming(FollowedMatter m, Texts texts) => texts[m.Standing switch
    {
        Standing.Waiting => "services.follow.coming.number",
        Standing.Held => "services.follow.coming.look",
        Standing.Called => "services.follow.coming.supplement",
        Standing.Dispatched => "services.follow.coming.close",
        _ => "services.follow.coming.settle",
    }];

    public static Tone Tone(Standing standing) => standing switch
    {
        Standing.Called or Standing.Held => Ui.Tone.Warn,
        Standing.Rejected or Standing.Lapsed => Ui.Tone.Bad,
        Standing.Settled or Standing.Dispatched => Ui.Tone.Good,
        _ => Ui.Tone.Info,
    };

    /// <summary>The stage among filed, registered, being handled, settled; from 0.</summary>
    public static int Stage(Standing standing) => standing switch
    {
        Standing.Waiting or Standing.Held => 0,
        Standing.Registered or Standing.WithUnit => 1,
        Standing.Settled => 3,
        _ => 2,
    };

    private static string Code(FollowedMatter m) => m.Standing switch
    {
        Standing.WithUnit => "unit",
        Standing.WithOfficial => "official",
        var standing => standing.ToString().ToLowerInvariant(),
    };

    private static (string, object?)[] Arguments(FollowedMatter m) =>
    [
        ("office", m.Office.Name), ("unit", m.Matter?.UnitName), ("official", m.Matter?.OfficialName), ("number", m.Matter?.ReferenceNumber),
        ("reason", m.Submission?.Decided),
    ];
}
