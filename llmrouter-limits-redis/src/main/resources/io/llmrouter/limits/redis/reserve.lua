-- KEYS: the reservation, the instances that count, then the key of each claim.
-- ARGV: the reservation's id and lifetime, the instance and how long it counts, then of each claim its kind, capacity,
-- amount, window in milliseconds, and what the instance knows: in the period that began when, how much was used.
-- Answers: 1 if granted, the instances, the time in microseconds, then of each claim enough, remaining, reset, retry, stamp.
local count = #KEYS - 2
local used, reset, back, taken, granted = {}, {}, {}, {}, 1
local result = {}

local function claim(i)
  local at = 4 + (i - 1) * 6
  return KEYS[i + 2], ARGV[at + 1], tonumber(ARGV[at + 2]), tonumber(ARGV[at + 3]), tonumber(ARGV[at + 4]),
    tonumber(ARGV[at + 5]), tonumber(ARGV[at + 6])
end

-- Given up before it arrived here: nobody would ever settle it.
if redis.call('DEL', KEYS[1]) == 1 then return {0} end

redis.call('ZADD', KEYS[2], whole(now + ARGV[4]), ARGV[3])
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', whole(now))
redis.call('PEXPIRE', KEYS[2], ARGV[4])

-- What is taken of a rate, its slots from the oldest, and until when the newest counts.
local function rate(key, window)
  local slot = slot_of(window)
  local oldest = math.floor(now / slot) - SLOTS
  local flat, total, slots = redis.call('HGETALL', key), 0, {}
  for f = 1, #flat, 2 do
    local s, amount = tonumber(flat[f]), tonumber(flat[f + 1])
    if s < oldest then
      redis.call('HDEL', key, flat[f])
    elseif amount ~= 0 then
      total = total + amount
      slots[#slots + 1] = {s, amount}
    end
  end
  table.sort(slots, function(a, b) return a[1] < b[1] end)
  return total, slots, slot
end

local function until_back(slots, slot, amount)
  local freed, at = 0, math.floor(now / slot)
  for _, entry in ipairs(slots) do
    freed = freed + entry[2]
    at = entry[1]
    if freed >= amount then break end
  end
  return (at + SLOTS + 1) * slot - now
end

for i = 1, count do
  local key, kind, capacity, amount, window, known_begins, known_used = claim(i)
  local more = taken[key] or 0
  local total, retry = 0, -1
  reset[i] = 0
  if kind == 'RATE' then
    local slots, slot
    total, slots, slot = rate(key, window)
    if total > 0 then reset[i] = until_back(slots, slot, total) end
    retry = until_back(slots, slot, math.max(1, total + more + amount - capacity))
  elseif kind == 'CONCURRENCY' then
    redis.call('ZREMRANGEBYSCORE', key, '-inf', whole(now))
    total = redis.call('ZCARD', key)
  else
    local begins, ends = calendar(kind)
    restore(key, begins, ends, known_begins, known_used)
    local kept = redis.call('HMGET', key, 'begins', 'used')
    if kept[1] and tonumber(kept[1]) >= begins then total = tonumber(kept[2]) end
    if total > 0 then reset[i] = ends - now end
    retry = ends - now
  end
  local fits = amount == 0 or total + more + amount <= capacity
  if not fits then granted = 0 end
  if amount > capacity then retry = -1 end
  used[i] = total
  taken[key] = more + amount
  back[i] = fits and 0 or retry
  result[i] = fits and 1 or 0
end

local answer = {granted, redis.call('ZCARD', KEYS[2]), tonumber(time[1]) * 1000000 + tonumber(time[2])}
for i = 1, count do
  local key, kind, capacity, amount, window = claim(i)
  local stamp = 0
  if kind == 'RATE' then
    stamp = math.floor(now / slot_of(window))
    if granted == 1 and amount > 0 then add_to_slot(key, stamp, amount, window) end
  elseif kind == 'CONCURRENCY' then
    if granted == 1 then
      for n = 1, amount do redis.call('ZADD', key, whole(now + window), ARGV[1] .. ':' .. i .. ':' .. n) end
      redis.call('PEXPIRE', key, whole(window))
    end
  else
    local begins, ends = calendar(kind)
    stamp = begins
    if granted == 1 and amount > 0 then add_to_calendar(key, begins, ends, amount) end
  end
  local left = math.max(0, capacity - used[i] - (granted == 1 and taken[key] or 0))
  for _, value in ipairs({result[i], left, reset[i], back[i], stamp}) do answer[#answer + 1] = value end
end
if granted == 1 then redis.call('SET', KEYS[1], '1', 'PX', ARGV[2]) end
return answer
