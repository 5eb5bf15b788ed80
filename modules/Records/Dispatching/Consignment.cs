using Virtuos.Kernel.Database;

namespace Virtuos.Records;

internal enum ConsignmentChannel
{
    /// <summary>The mailbox of the portal, told by e-mail to whoever gave an address.</summary>
    Electronic,
    Post,

    /// <summary>A data box (§ 17 of act 300/2008).</summary>
    DataBox,
}

internal enum ConsignmentState
{
    Sent,

    /// <summary>Lies at the post for the addressee; after its days it counts as delivered (§ 24 (1) of act 500/2004).</summary>
    Deposited,
    Delivered,

    /// <summary>Came back, or nobody could be reached.</summary>
    Failed,
}

/// <summary>One sending of a document to its addressee, with the state of its delivery.</summary>
internal sealed class Consignment : IOfficeOwned, ILedgered, IVersioned
{
    public Guid Office { get; set; }

    /// <summary>Also the id of the letter in the mailroom.</summary>
    public Guid Id { get; private init; } = Guid.CreateVersion7();

    public uint Version { get; private set; }

    public required Guid Document { get; init; }

    /// <summary>The unit that sent it.</summary>
    public required Guid Unit { get; init; }

    public required ConsignmentChannel Channel { get; init; }

    public ConsignmentState State { get; private set; }

    /// <summary>Where the post carries it, or the data box.</summary>
    public string? Address { get; init; }

    public required DateTimeOffset SentAt { get; init; }

    public required string SentByName { get; init; }

    /// <summary>When it lay in the mailbox of the portal.</summary>
    public DateTimeOffset? LaidAt { get; private set; }

    public DateTimeOffset? MailedAt { get; private set; }

    public DateTimeOffset? MailFailedAt { get; private set; }

    /// <summary>When it was handed to the post.</summary>
    public DateOnly? PostedOn { get; private set; }

    /// <summary>What the post took for it, in hellers, where somebody entered it.</summary>
    public long? Postage { get; private set; }

    public DateOnly? DepositedOn { get; private set; }

    /// <summary>The day on which a deposited one counts as delivered.</summary>
    public DateOnly? FictionOn { get; private set; }

    public DateOnly? DeliveredOn { get; private set; }

    /// <summary>Delivered by law, without anybody taking it.</summary>
    public bool ByFiction { get; private set; }

    public string? Note { get; private set; }

    public bool IsOnWay => State is ConsignmentState.Sent or ConsignmentState.Deposited;

    public void Lay(DateTimeOffset at) => LaidAt ??= at;

    public void Mail(bool sent, DateTimeOffset at)
    {
        if (sent) (MailedAt, MailFailedAt) = (at, null);
        else MailFailedAt = at;
    }

    public void Post(DateOnly day, long? postage = null) => (PostedOn, Postage) = (day, postage ?? Postage);

    public void Deposit(DateOnly day, DateOnly fiction) => (State, DepositedOn, FictionOn) = (ConsignmentState.Deposited, day, fiction);

    public void Deliver(DateOnly day, bool byFiction = false) => (State, DeliveredOn, ByFiction) = (ConsignmentState.Delivered, day, byFiction);

    public void Fail(string note) => (State, Note) = (ConsignmentState.Failed, note);
}
