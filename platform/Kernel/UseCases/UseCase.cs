using Microsoft.EntityFrameworkCore;
using Npgsql;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Signing;

namespace Virtuos.Kernel;

/// <summary>
/// One thing that somebody can do. Pages, API, jobs and tests all enter by <see cref="Run"/>, which checks the permission
/// and names the act for the ledger.
/// </summary>
public abstract class UseCase<TIn, TOut>(Caller caller, string permission)
{
    // The code by which the database refuses to write what belongs to an office that left.
    private const string MovedAway = "VR001";

    protected Caller Caller => caller;

    public string Permission => permission;

    public async Task<Result<TOut>> Run(TIn input, CancellationToken cancel)
    {
        if (!caller.May(permission))
            return caller.Kind == CallerKind.Anonymous ? new Refusal(RefusalKind.SignIn, "kernel.sign-in", null) : Refusal.Forbidden();

        var outer = caller.Act;
        caller.Act = GetType().Name;
        try
        {
            var result = await Do(input, cancel);
            foreach (var refusal in result.Refusals)
                if (refusal is { Kind: RefusalKind.Invalid, Field: { Length: > 0 } field }) caller.RefusedFields.Add((GetType().Name, field));
            return result;
        }
        catch (DbUpdateConcurrencyException)
        {
            return Refusal.Conflict("kernel.stale-version");
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.DiskFull })
        {
            return Refusal.Unavailable("kernel.disk-full");
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: MovedAway })
        {
            return Refusal.Conflict("kernel.moved-away");
        }
        catch (PostgresException e) when (e.SqlState == MovedAway)
        {
            return Refusal.Conflict("kernel.moved-away");
        }
        catch (BlobStoreUnwritableException e)
        {
            return e.Refusal;
        }
        catch (TimestampUnavailableException e)
        {
            return e.Refusal;
        }
        finally
        {
            caller.Act = outer;
        }
    }

    protected abstract Task<Result<TOut>> Do(TIn input, CancellationToken cancel);
}
