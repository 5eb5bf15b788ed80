using Virtuos.Kernel.Database;

namespace Virtuos.Records;

/// <summary>What a settlement is of.</summary>
internal enum SettledThing
{
    /// <summary>Settled and closed at once.</summary>
    File,
    Document,
}

/// <summary>Vyřízení of a document, or of a file with its closing: when, how, why, by whom and who approved it.</summary>
internal sealed class Settlement : IOfficeOwned, ILedgered
{
    public Guid Office { get; set; }

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required SettledThing Thing { get; init; }

    /// <summary>The document, or the file: a file is settled anew with every closing, a document when it was taken up again, and the last counts.</summary>
    public required Guid ThingId { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>A code of <see cref="SettlementWays"/>.</summary>
    public required string Way { get; init; }

    /// <summary>Obsah vyřízení.</summary>
    public string? Content { get; init; }

    /// <summary>Odůvodnění.</summary>
    public string? Reason { get; init; }

    /// <summary>Zpracovatel.</summary>
    public required InternalPerson Handler { get; init; }

    public IReadOnlyList<Approval> Approvals { get; init; } = [];
}

/// <summary>Ways of settling as the national standard lists them (způsob vyřízení).</summary>
internal static class SettlementWays
{
    public const string Document = "document";
    public const string PassedOn = "passed-on";
    public const string Noted = "noted";
    public const string Note = "note";
    public const string Other = "other";

    /// <summary>The way by which a document was settled, of the codes that documents carry.</summary>
    public static string Of(string how) => how switch
    {
        "decision" or "answer" => Document,
        "passed-on" => PassedOn,
        "noted" => Noted,
        Note => Note,
        _ => Other,
    };

    /// <summary>The words of the schema.</summary>
    public static string Words(string way) => way switch
    {
        Document => "vyřízení dokumentem",
        PassedOn => "postoupení",
        Noted => "vzetí na vědomí",
        Note => "vyřízení záznamem na dokumentu",
        _ => "jiný způsob",
    };
}
