using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Records;
using Virtuos.Contracts.Services;
using Virtuos.Kernel;
using Virtuos.Kernel.Outbox;

namespace Virtuos.Mailroom;

/// <summary>Keeps the way of everything that came up to date, whatever channel it came by: what is filed or handed over elsewhere gets a line here, and numbers and ends come from the records.</summary>
internal sealed class KeepArrival(MailroomDb db, Caller caller) : IHandle<SubmissionFiled>, IHandle<PaperReceived>, IHandle<SubmissionLapsed>, IHandle<DocumentRegistered>, IHandle<DocumentSettled>
{
    public Task Handle(SubmissionFiled message, CancellationToken cancel) => Begin(message.Office, message.Submission, "portal", message.Filer, message.Matter, message.FiledAt, cancel);

    public Task Handle(PaperReceived message, CancellationToken cancel) => Begin(message.Office, message.Origin, "paper", message.Sender, message.Matter, message.ReceivedAt, cancel);

    // As if it had not been made; only the records keep who it was.
    public async Task Handle(SubmissionLapsed message, CancellationToken cancel)
    {
        if (await db.OtherArrivals.FirstOrDefaultAsync(a => a.Id == message.Submission, cancel) is { } other) (other.SenderName, other.Subject, other.SettledAt) = (null, null, message.At);
        await db.SaveChangesAsync(cancel);
    }

    public async Task Handle(DocumentRegistered message, CancellationToken cancel)
    {
        if (await db.Incoming.FirstOrDefaultAsync(m => m.Office == message.Office && m.Id == message.Origin, cancel) is { } came)
        {
            if (came.State == IncomingState.Ordered) came.Register(message.Document, message.ReferenceNumber, message.RegisteredAt);
        }
        else if (await db.OtherArrivals.FirstOrDefaultAsync(a => a.Office == message.Office && a.Id == message.Origin, cancel) is { ReferenceNumber: null } other)
        {
            (other.Document, other.ReferenceNumber, other.RegisteredAt) = (message.Document, message.ReferenceNumber, message.RegisteredAt);
        }
        await db.SaveChangesAsync(cancel);
    }

    public async Task Handle(DocumentSettled message, CancellationToken cancel)
    {
        var office = caller.Office ?? throw new InvalidOperationException("What came belongs to an office.");
        if (await db.Incoming.FirstOrDefaultAsync(m => m.Office == office && m.Id == message.Origin, cancel) is { } came) came.SettledAt = message.At;
        else if (await db.OtherArrivals.FirstOrDefaultAsync(a => a.Office == office && a.Id == message.Origin, cancel) is { } other) other.SettledAt = message.At;
        await db.SaveChangesAsync(cancel);
    }

    private async Task Begin(Guid office, Guid id, string channel, Filer sender, string subject, DateTimeOffset at, CancellationToken cancel)
    {
        db.Add(new OtherArrival { Office = office, Id = id, Channel = channel, SenderName = sender.Name, Subject = subject, ArrivedAt = at });
        await db.SaveChangesAsync(cancel);
    }
}

/// <summary>What the office destroyed in a disposal procedure goes from its messages too; that it came, and when, stays known.</summary>
internal sealed class EraseMessages(MailroomDb db) : IHandle<DocumentDestroyed>
{
    public async Task Handle(DocumentDestroyed message, CancellationToken cancel)
    {
        if (await db.OtherArrivals.FirstOrDefaultAsync(a => a.Office == message.Office && a.Id == message.Source, cancel) is { } other) (other.SenderName, other.Subject) = (null, null);
        if (await db.Incoming.FirstOrDefaultAsync(m => m.Office == message.Office && m.Id == message.Source, cancel) is { } came)
        {
            (came.SenderName, came.SenderAddress, came.Email, came.Subject, came.Text, came.Original) = (null, null, null, null, null, null);
            db.RemoveRange(await db.IncomingMarks.Where(m => m.Office == message.Office && m.Message == came.Id).ToListAsync(cancel));
            db.RemoveRange(await db.IncomingParts.Where(p => p.Office == message.Office && p.Message == came.Id).ToListAsync(cancel));
        }
        await db.SaveChangesAsync(cancel);
    }
}
