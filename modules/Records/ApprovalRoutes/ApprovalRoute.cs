using Virtuos.Kernel.Database;

namespace Virtuos.Records;

/// <summary>How the people of a step are asked.</summary>
internal enum StepMode
{
    /// <summary>One of them decides for all.</summary>
    One,

    /// <summary>All of them, at once.</summary>
    All,

    /// <summary>All of them, one after another.</summary>
    InOrder,
}

/// <summary>A step of a route.</summary>
/// <param name="Who">Codes of <see cref="RouteSeat"/>, in order.</param>
internal sealed record RouteStep(string Name, StepMode Mode, IReadOnlyList<string> Who);

/// <summary>
/// Who sits in a step: <c>head</c> of the unit where the document lies, <c>leader</c> of the office, everybody of a <c>unit:id</c>, everybody
/// in a <c>position:name</c>, a <c>person:id</c>, or another <c>office:id</c>, which answers by its own rules.
/// </summary>
internal readonly record struct RouteSeat(string Kind, string Value)
{
    public static readonly RouteSeat Head = new("head", "");
    public static readonly RouteSeat Leader = new("leader", "");

    public string Code => Value.Length == 0 ? Kind : $"{Kind}:{Value}";

    public Guid? Id => Guid.TryParse(Value, out var id) ? id : null;

    public static RouteSeat? Read(string? code) => code?.Split(':', 2) switch
    {
        ["head"] => Head,
        ["leader"] => Leader,
        ["unit" or "person" or "office", var id] parts when Guid.TryParse(id, out _) => new(parts[0], id),
        ["position", { Length: > 0 } name] => new("position", name),
        _ => null,
    };
}

/// <summary>The way of the office's documents through approval, in force from a day to a day (oběh a schvalování podle spisového řádu).</summary>
internal sealed class ApprovalRoute : IOfficeOwned, ILedgered, IVersioned
{
    public const int MostSteps = 9;
    public const int MostSeats = 4;

    public Guid Office { get; set; }

    public Guid Id { get; private init; } = Guid.CreateVersion7();

    public uint Version { get; private set; }

    public required string Name { get; set; }

    public required DateOnly FirstDay { get; set; }

    public DateOnly? LastDay { get; set; }

    /// <summary>Codes of the agendas whose documents go this way; empty = all.</summary>
    public required IReadOnlyList<string> Agendas { get; set; }

    /// <summary>Kinds of documents that go this way, as <see cref="OwnKind"/>; empty = all.</summary>
    public required IReadOnlyList<string> Kinds { get; set; }

    public required IReadOnlyList<RouteStep> Steps { get; set; }

    public required DateTimeOffset ChangedAt { get; set; }

    public required string ChangedByName { get; set; }

    public bool IsInForce(DateOnly day) => FirstDay <= day && (LastDay is not { } last || day <= last);

    public bool Fits(string agenda, OwnKind kind) => (Agendas.Count == 0 || Agendas.Contains(agenda)) && (Kinds.Count == 0 || Kinds.Contains(kind.ToString()));

    /// <summary>Of several routes the one that says more about the document wins.</summary>
    public int Nearness => (Agendas.Count > 0 ? 2 : 0) + (Kinds.Count > 0 ? 1 : 0);
}
