namespace Virtuos.Records;

internal enum DocumentKind
{
    /// <summary>Came from outside (doručený dokument).</summary>
    Received,

    /// <summary>Written by the office (vlastní dokument): a decision, an answer, a call.</summary>
    Own,
}

/// <summary>Where a document is on its way; received documents use the upper half, own ones the lower.</summary>
internal enum DocumentState
{
    /// <summary>Has its number, but by law still has to be confirmed by the filer.</summary>
    Unconfirmed,

    /// <summary>Lies in a unit and nobody has taken it over.</summary>
    Registered,

    /// <summary>An official handles it.</summary>
    InHand,

    /// <summary>The citizen was called to complete it; the clock stands still.</summary>
    WithCitizen,

    /// <summary>Belongs to another document and is handled with it: a supplement, a proof of delivery.</summary>
    Joined,

    /// <summary>The matter is settled.</summary>
    Settled,

    /// <summary>Nobody confirmed it in time: by law as if it had not been made.</summary>
    Lapsed,

    /// <summary>An own document being written.</summary>
    Draft,

    /// <summary>Sent for approval.</summary>
    ForApproval,

    /// <summary>Returned from approval with a reason.</summary>
    Returned,

    /// <summary>Approved and sealed, waits to be sent.</summary>
    ForDispatch,

    /// <summary>Left the office.</summary>
    Dispatched,

    /// <summary>A draft that was given up.</summary>
    Dropped,
}

internal static class DocumentStates
{
    /// <summary>States of a received document in which the office still owes something.</summary>
    public static readonly DocumentState[] Unsettled = [DocumentState.Unconfirmed, DocumentState.Registered, DocumentState.InHand, DocumentState.WithCitizen];

    /// <summary>States in which nothing will change any more.</summary>
    public static bool IsEnd(this DocumentState state) =>
        state is DocumentState.Joined or DocumentState.Settled or DocumentState.Lapsed or DocumentState.Dropped or DocumentState.Dispatched;

    public static string TextKey(this DocumentState state) => $"records.state.{Kernel.Database.Naming.Snake(state.ToString()).Replace('_', '-')}";
}
