using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Mailroom;
using Virtuos.Contracts.Services;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Values;

namespace Virtuos.Records;

/// <summary>Writes consignments and orders their letters; runs within the transaction of dispatch.</summary>
internal sealed class LetterPen(RecordsDb db, PostalServices postal, Caller caller, Texts texts, TimeProvider clock)
{
    public const int LongestAddress = 300;
    public const int LongestWhy = 500;

    /// <summary>The consignment of one addressee, or why it cannot go that way.</summary>
    public Result<Consignment> Write(Document document, OwnDocument own, AddresseeCard card, DispatchDocumentInput input, DateTimeOffset at)
    {
        var asked = input.Channel is { Length: > 0 } code ? WayOut.Read(code) : null;
        if (input.Channel is { Length: > 0 } && asked is null) return Refusal.Invalid(nameof(input.Channel), "records.dispatch.channel-missing");
        // The notice board is the last way and never taken by itself.
        if (asked is null && card.Delivered is not null) return Refusal.Conflict("records.dispatch.delivered");
        if (asked is null && card.Waits(Prague.Today(clock))) return Refusal.Conflict("records.dispatch.on-way");
        if (asked is null && card.Proposal is not { Way.ByHand: false }) return Refusal.Invalid(nameof(input.Address), "records.dispatch.no-address");
        var channel = asked ?? card.Proposal!.Channel;
        var address = SafeText.Clean(input.Address is { Length: > 0 } given ? given : card.Reach.Address ?? "", LongestAddress);
        if (Closed(card, channel, address) is { } no) return no;
        var why = SafeText.Clean(input.Why, LongestWhy);
        if (why.TooLong) return Refusal.Invalid(nameof(input.Why), "records.refusal.too-long", ("count", LongestWhy));
        // An address that an official writes down now is a fact that the proposal did not know.
        var proposed = channel == ConsignmentChannel.Post && card.Proposal is { Way.ByHand: true } ? channel : card.Proposal?.Channel;
        if (proposed is not null && proposed != channel && why.Text.Length == 0) return Refusal.Invalid(nameof(input.Why), "records.dispatch.why-missing");
        var service = channel != ConsignmentChannel.Post ? null : postal.On(Prague.Today(clock)).Find(input.Service) ?? postal.On(Prague.Today(clock)).For(own.Kind);
        return new Consignment
        {
            Office = document.Office,
            Document = document.Id,
            Addressee = card.Id,
            Name = card.Reach.Name,
            Unit = document.Unit,
            Channel = channel,
            Address = channel switch { ConsignmentChannel.Post => address.Text, ConsignmentChannel.DataBox => card.Reach.Box, ConsignmentChannel.Email => card.Reach.Email, _ => null },
            Proposed = proposed,
            Law = card.Law.Way(channel).Law,
            Why = why.Text.Length > 0 ? why.Text : null,
            Service = service?.Code,
            SentAt = at,
            SentByName = caller.Name,
        };
    }

    /// <summary>The consignment leaves; what the mailroom carries is ordered from it in the same transaction.</summary>
    public async Task Send(Document document, Document answered, OwnDocument own, Consignment consignment, AddresseeCard card, FiledPart output, DateTimeOffset at, CancellationToken cancel)
    {
        db.Add(consignment);
        var said = string.Join(": ", new[] { texts.In("cs")[$"records.dispatch.channel.{consignment.Channel.ToString().ToLowerInvariant()}"], consignment.Why }.OfType<string>());
        db.Add(Step.Of(document, StepKind.Dispatched, caller, at, card.Id == document.Id ? said : $"{card.Reach.Name}, {said}"));
        if (consignment.Channel is ConsignmentChannel.Post or ConsignmentChannel.Board) return;
        var party = card.Id == document.Id ? document.Party : new Filer(card.Reach.Name, card.Reach.Address, card.Reach.Email, null, null);
        db.Publish(new LetterOrdered(consignment.Id, document.Office, document.Id, document.Origin, party with { Email = card.Reach.Email ?? party.Email, Box = card.Reach.Box }, document.ReferenceNumber!, document.Matter,
            own.Kind.ToString().ToLowerInvariant(), [output], document.Language)
        {
            Channel = consignment.Channel switch { ConsignmentChannel.DataBox => "data-box", ConsignmentChannel.Email => "e-mail", _ => "portal" },
            Box = consignment.Channel == ConsignmentChannel.DataBox ? consignment.Address : null,
            SenderNumber = document.ReferenceNumber,
            SenderFileMark = document.File is { } file ? await db.Files.Where(f => f.Id == file).Select(f => f.Mark).FirstOrDefaultAsync(cancel) : null,
            RecipientNumber = answered.SenderNumber,
            PersonalDelivery = card.Law.IsIntoOwnHands(own.Kind),
        }, document.Office);
    }

    // Why the way is closed for this addressee.
    private static Refusal? Closed(AddresseeCard card, ConsignmentChannel channel, SafeText address)
    {
        if (card.Delivered is not null) return Refusal.Conflict("records.dispatch.delivered");
        if (card.Sent.Any(c => c.Channel == channel && (c.IsOnWay || channel == ConsignmentChannel.Electronic))) return Refusal.Conflict("records.dispatch.on-way");
        return channel switch
        {
            ConsignmentChannel.Electronic when !card.Reach.Portal => Refusal.Invalid(nameof(DispatchDocumentInput.Channel), "records.dispatch.no-electronic"),
            ConsignmentChannel.DataBox when !BoxId.TryParse(card.Reach.Box, out _) => Refusal.Invalid(nameof(DispatchDocumentInput.Channel), "records.dispatch.no-box"),
            ConsignmentChannel.Email when !EmailAddress.TryParse(card.Reach.Email, out _) => Refusal.Invalid(nameof(DispatchDocumentInput.Channel), "records.dispatch.no-email"),
            ConsignmentChannel.Post when address.Text.Length == 0 => Refusal.Invalid(nameof(DispatchDocumentInput.Address), "records.dispatch.no-address"),
            ConsignmentChannel.Post when address.TooLong => Refusal.Invalid(nameof(DispatchDocumentInput.Address), "records.refusal.too-long", ("count", LongestAddress)),
            _ => null,
        };
    }
}
