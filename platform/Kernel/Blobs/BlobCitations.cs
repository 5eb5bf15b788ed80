using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Virtuos.Kernel.Blobs;

/// <summary>A query of one module that lists the blobs its rows cite, as <c>sha256:…</c> in its first column.</summary>
public sealed record BlobCitation(string Module, string Sql);

public static class BlobCitationServices
{
    public static IServiceCollection AddBlobCitation(this IServiceCollection services, string module, string sql) => services.AddSingleton(new BlobCitation(module, sql));
}

/// <summary>Bytes that are cited but missing or damaged.</summary>
public sealed record BlobFault(string Kind, string Blob, string? Module);

/// <summary>Compares what modules cite with what the store holds.</summary>
public sealed class BlobAudit(NpgsqlDataSource source, IEnumerable<BlobCitation> citations, IBlobStore store)
{
    /// <summary>Blobs read by the last audit.</summary>
    public long Blobs { get; private set; }

    /// <summary>Every cited blob exists, and every stored blob still has its hash.</summary>
    public async IAsyncEnumerable<BlobFault> Audit(IProgress<long>? progress, [EnumeratorCancellation] CancellationToken cancel)
    {
        Blobs = 0;
        HashSet<BlobHash> sound = [];
        await foreach (var hash in store.All(cancel))
        {
            Blobs++;
            progress?.Report(Blobs);
            if (await store.Verify(hash, cancel)) sound.Add(hash);
            else yield return new("damaged", hash.ToString(), null);
        }
        foreach (var citation in citations)
        {
            await foreach (var cited in Cited(citation, cancel))
                if (!BlobHash.TryParse(cited, out var hash) || (!sound.Contains(hash) && !await store.Verify(hash, cancel))) yield return new("missing", cited, citation.Module);
        }
    }

    private async IAsyncEnumerable<string> Cited(BlobCitation citation, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var connection = await source.OpenConnectionAsync(cancel);
        await using (var all = new NpgsqlCommand("select set_config('virtuos.office', '*', false)", connection)) await all.ExecuteNonQueryAsync(cancel);
        await using var command = new NpgsqlCommand(citation.Sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel)) yield return reader.GetString(0);
    }
}
