using Virtuos.Kernel.Language;
using Virtuos.Ui;

namespace Virtuos.Records;

/// <summary>What agendas and places are called on the pages of sorting.</summary>
internal static class SortingWords
{
    public static IReadOnlyList<Option> Agendas(Texts texts) => [.. PaperAgenda.All.Select(a => new Option(a.Code, texts[a.TextKey]))];

    /// <summary>An agenda of a form that the counter does not know keeps its code.</summary>
    public static string Agenda(Texts texts, string code) => texts.Has($"records.agenda.{code}") ? texts[$"records.agenda.{code}"] : code;

    public static string Place(People people, Guid? unit, Guid? official) =>
        string.Join(", ", new[] { people.Official(official), unit is { } id ? people.Unit(id) : "" }.Where(name => name.Length > 0));

    public static IReadOnlyList<string> Trial(Texts texts, SortingTrialResult trial) =>
        [texts["records.sorting.trial.fits", ("looked", trial.Looked), ("count", trial.Fits), ("right", trial.Right)], .. trial.Earlier.Select(e => texts["records.sorting.overlap.line", ("count", e.N), ("rule", e.Name)])];

    public static IReadOnlyList<string> Samples(Texts texts, SortingTrialResult trial) =>
        [.. trial.Samples.Select(s => $"{s.Number} {s.Matter} – {texts[s.Right ? "records.sorting.trial.same" : "records.sorting.trial.elsewhere"]} ({string.Join(", ", s.Why.Select(w => w.Said))})")];

    /// <summary>What a rule asks, in one line.</summary>
    public static string Condition(Texts texts, SortingCondition asks) => string.Join("; ", new[]
    {
        asks.Channel is { } channel ? texts[$"records.sorting.channel.{channel}"] : null,
        asks.Box is { } box ? texts["records.sorting.reason.box", ("what", box)] : null,
        asks.Sender is { } sender ? texts["records.sorting.reason.sender", ("what", sender)] : null,
        asks.Form is { } form ? texts["records.sorting.reason.form", ("what", form)] : null,
        asks.Words is { } words ? texts["records.sorting.reason.words", ("what", string.Join(" / ", words.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))] : null,
    }.OfType<string>());
}
