using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Mailroom;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Outbox;

namespace Virtuos.Records;

/// <summary>Takes in how far a letter is: laid, told by e-mail, not told, delivered with its proof.</summary>
internal sealed class MoveLetter(RecordsDb db, Delivery delivery, Caller caller) : IHandle<LetterMoved>
{
    public async Task Handle(LetterMoved message, CancellationToken cancel)
    {
        // Letters that are no documents of the register, such as calls to complete, have no consignment here.
        if (await db.Consignments.FirstOrDefaultAsync(c => c.Id == message.Letter, cancel) is not { } consignment) return;
        switch (message.Channel, message.State)
        {
            case ("portal", "sent"):
                consignment.Lay(message.At);
                break;
            case ("e-mail", "sent" or "delivered"):
                consignment.Mail(sent: true, message.At);
                break;
            case ("e-mail", "failed"):
                consignment.Mail(sent: false, message.At);
                db.Add(Step.Of(await db.Documents.FirstAsync(d => d.Id == consignment.Document, cancel), StepKind.DeliveryFailed, caller, message.At, "e-mail"));
                break;
            case ("portal", "delivered") when consignment.State != ConsignmentState.Delivered:
                await delivery.Deliver(consignment, Prague.Day(message.At), byFiction: false, message.At, cancel);
                if (message.Proof is { } proof) await delivery.File(consignment, proof, message.At, cancel);
                break;
        }
    }
}
