using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Values;

namespace Virtuos.Directory.Offices;

/// <param name="Last">The last closed day; the first one when left out.</param>
internal sealed record ClosureInput(DateOnly? First, DateOnly? Last, string Reason);

/// <summary>Tells the public on which days the own office will be closed and why.</summary>
internal sealed class AnnounceClosure(Caller caller, DirectoryDb db, TimeProvider clock) : UseCase<ClosureInput, Guid>(caller, DirectoryPermissions.Administer)
{
    private const int LongestReason = 200;
    private const int LongestDays = 366;

    protected override async Task<Result<Guid>> Do(ClosureInput input, CancellationToken cancel)
    {
        List<Refusal> wrong = [];
        var today = Prague.Today(clock);
        var last = input.Last ?? input.First;
        if (input.First is not { } first || first < today.AddYears(-1)) wrong.Add(Refusal.Invalid("first", "directory.closure.first"));
        else if (last < first || last < today || last > first.AddDays(LongestDays)) wrong.Add(Refusal.Invalid("last", "directory.closure.last"));
        var reason = SafeText.Clean(input.Reason, LongestReason);
        if (reason.TooLong || reason.Text.Length == 0) wrong.Add(Refusal.Invalid("reason", "directory.closure.reason", ("most", LongestReason)));
        if (wrong.Count > 0) return wrong;
        var closure = new Closure { First = input.First!.Value, Last = last!.Value, Reason = reason.Text };
        db.Add(closure);
        await db.SaveChangesAsync(cancel);
        return closure.Id;
    }
}

/// <summary>A closure that was announced does not take place.</summary>
internal sealed class WithdrawClosure(Caller caller, DirectoryDb db) : UseCase<Guid, Done>(caller, DirectoryPermissions.Administer)
{
    protected override async Task<Result<Done>> Do(Guid id, CancellationToken cancel)
    {
        if (await db.Closures.SingleOrDefaultAsync(c => c.Id == id, cancel) is not { } closure) return Refusal.NotFound();
        db.Remove(closure);
        await db.SaveChangesAsync(cancel);
        return new Done();
    }
}
