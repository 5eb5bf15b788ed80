using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Mailroom;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Outbox;

namespace Virtuos.Records;

/// <summary>
/// Takes in how far a letter is: laid, told by e-mail, not told, lying in the data box, delivered with its proof, failed. What failed is
/// shown with the next way; nothing is sent again by itself.
/// </summary>
internal sealed class MoveLetter(RecordsDb db, Delivery delivery, DispatchRules rules, Caller caller, Texts texts) : IHandle<LetterMoved>
{
    public async Task Handle(LetterMoved message, CancellationToken cancel)
    {
        message = message with { At = message.At.ToUniversalTime() };
        // Letters that are no documents of the register, such as calls to complete, have no consignment here.
        if (await db.Consignments.FirstOrDefaultAsync(c => c.Id == message.Letter, cancel) is not { } consignment) return;
        if (message.Number is { Length: > 0 } number) consignment.BeCalled(number);
        switch (message.Channel, message.State)
        {
            case ("portal", "sent"):
                consignment.Lay(message.At);
                break;
            // That a server took it is no delivery: the addressee confirms it, and that is entered by hand (§ 19 (8) of act 500/2004).
            case ("e-mail", "sent" or "delivered"):
                consignment.Mail(sent: true, message.At);
                break;
            case ("e-mail", "failed"):
                consignment.Mail(sent: false, message.At);
                if (consignment.Channel == ConsignmentChannel.Email && consignment.IsOnWay) consignment.Fail(message.Note ?? texts.In("cs")["records.outgoing.mail-failed"]);
                await Tell(consignment, StepKind.DeliveryFailed, message.At, "e-mail", cancel);
                break;
            case ("data-box", "sent") when consignment.State == ConsignmentState.Sent:
                var laid = Prague.Day(message.At);
                consignment.Lay(message.At);
                consignment.Deposit(laid, Deadline.Compute(rules.On(laid).Way(ConsignmentChannel.DataBox).Fiction!, laid).Last);
                await Tell(consignment, StepKind.Deposited, message.At, $"{laid:d. M. yyyy}", cancel);
                break;
            case ("data-box", "failed") when consignment.IsOnWay:
                consignment.Fail(message.Note ?? "");
                await Tell(consignment, StepKind.DeliveryFailed, message.At, message.Note, cancel);
                break;
            case (_, "delivered"):
                // A proof may come once more, with or after the delivery; it is kept each time, the day only once.
                if (consignment.State != ConsignmentState.Delivered)
                    await delivery.Deliver(consignment, message.ByFiction ? consignment.FictionOn ?? Prague.Day(message.At) : Prague.Day(message.At), message.ByFiction, message.At, cancel);
                if (message.Proof is { } proof && !await db.Components.AnyAsync(c => c.Document == consignment.Document && c.Blob == proof.Blob, cancel)) await delivery.File(consignment, proof, message.At, cancel);
                break;
        }
    }

    private async Task Tell(Consignment consignment, StepKind kind, DateTimeOffset at, string? note, CancellationToken cancel) =>
        db.Add(Step.Of(await db.Documents.FirstAsync(d => d.Id == consignment.Document, cancel), kind, caller, at, note));
}
