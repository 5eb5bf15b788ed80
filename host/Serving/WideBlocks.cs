using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Connections;

namespace Virtuos.Host.Serving;

/// <summary>
/// Memory for connections in blocks that take a good part of an attachment at once: with the usual 4 kB a filing of 200 kB is a hundred
/// calls of the system.
/// </summary>
internal sealed class WideBlocks : IMemoryPoolFactory<byte>
{
    private const int BlockSize = 64 * 1024;

    // What many connections have used at the same time goes back to the system.
    private const int Kept = 128;

    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new Pool();

    private sealed class Pool : MemoryPool<byte>
    {
        private readonly ConcurrentQueue<Block> free = [];

        public override int MaxBufferSize => BlockSize;

        public override IMemoryOwner<byte> Rent(int minBufferSize = -1) => free.TryDequeue(out var block) ? block : new Block(this);

        public void Return(Block block)
        {
            if (free.Count < Kept) free.Enqueue(block);
        }

        protected override void Dispose(bool disposing) => free.Clear();
    }

    // Pinned for good, so that no call of the system has to pin it.
    private sealed class Block(Pool pool) : IMemoryOwner<byte>
    {
        public Memory<byte> Memory { get; } = MemoryMarshal.CreateFromPinnedArray(GC.AllocateUninitializedArray<byte>(BlockSize, pinned: true), 0, BlockSize);

        public void Dispose() => pool.Return(this);
    }
}
