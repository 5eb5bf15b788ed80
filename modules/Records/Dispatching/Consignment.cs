using Virtuos.Kernel.Database;

namespace Virtuos.Records;

internal enum ConsignmentChannel
{
    /// <summary>The mailbox of the portal, told by e-mail to whoever gave an address.</summary>
    Electronic,
    Post,

    /// <summary>A data box (§ 17 of act 300/2008).</summary>
    DataBox,

    /// <summary>An e-mail that the addressee is to confirm (§ 19 (9) of act 500/2004).</summary>
    Email,

    /// <summary>A public notice on the notice board (§ 25 of act 500/2004).</summary>
    Board,
}

internal enum ConsignmentState
{
    Sent,

    /// <summary>Lies for the addressee at the post, in the data box or on the notice board; after its days it counts as delivered.</summary>
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

    /// <summary>To whom of the addressees; the id of the document for its party.</summary>
    public required Guid Addressee { get; init; }

    /// <summary>The addressee as they were called then.</summary>
    public required string Name { get; init; }

    /// <summary>The unit that sent it.</summary>
    public required Guid Unit { get; init; }

    public required ConsignmentChannel Channel { get; init; }

    public ConsignmentState State { get; private set; }

    /// <summary>Where the post carries it, the data box, or the e-mail address.</summary>
    public string? Address { get; init; }

    /// <summary>The way that the law proposed then.</summary>
    public ConsignmentChannel? Proposed { get; init; }

    /// <summary>The paragraph by which it went this way.</summary>
    public string? Law { get; init; }

    /// <summary>Why an official took another way than the proposed one.</summary>
    public string? Why { get; init; }

    /// <summary>Code of the postal service (<see cref="PostalService"/>).</summary>
    public string? Service { get; init; }

    /// <summary>The number by which the post follows it.</summary>
    public string? Tracking { get; private set; }

    /// <summary>What the channel calls it, such as the id of the data message.</summary>
    public string? Number { get; private set; }

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

    /// <summary>The posting sheet on which it was handed over, and its place there from 1.</summary>
    public Guid? Sheet { get; private set; }

    public int? SheetPosition { get; private set; }

    public DateOnly? DepositedOn { get; private set; }

    /// <summary>The day on which a deposited one counts as delivered.</summary>
    public DateOnly? FictionOn { get; private set; }

    public DateOnly? DeliveredOn { get; private set; }

    /// <summary>The last day for an appeal of this addressee.</summary>
    public DateOnly? AppealUntil { get; private set; }

    /// <summary>When it was taken off the notice board.</summary>
    public DateOnly? RemovedOn { get; private set; }

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

    public void LieOn(PostingSheet sheet, int position, long? postage)
    {
        (Sheet, SheetPosition) = (sheet.Id, position);
        Post(sheet.Day, postage);
    }

    public void Track(string number) => Tracking = number;

    public void BeCalled(string number) => Number = number;

    public void Deposit(DateOnly day, DateOnly fiction) => (State, DepositedOn, FictionOn) = (ConsignmentState.Deposited, day, fiction);

    public void Deliver(DateOnly day, bool byFiction, DateOnly? appealUntil) => (State, DeliveredOn, ByFiction, AppealUntil) = (ConsignmentState.Delivered, day, byFiction, appealUntil);

    public void Remove(DateOnly day) => RemovedOn = day;

    /// <summary>It came to nothing, even if it counted as delivered before.</summary>
    public void Fail(string note) => (State, Note, DeliveredOn, AppealUntil, ByFiction) = (ConsignmentState.Failed, note, null, null, false);
}
